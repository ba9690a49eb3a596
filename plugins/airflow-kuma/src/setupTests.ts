import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Pages load code on demand and machines of CI are shared: waiting longer only
// costs time where something is wrong.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);
