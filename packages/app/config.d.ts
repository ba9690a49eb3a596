export interface Config {
  auth?: {
    providers?: {
      /** Sign-in by choice, for the demo portal; refused in production. */
      demo?: {
        users: Array<{
          /** @visibility frontend */
          entityRef: string;
          /** @visibility frontend */
          title: string;
          /** What this person does, for the card. @visibility frontend */
          description: string;
        }>;
      };
    };
  };
}
