import { createEvaluator } from '../evaluator/createEvaluator';
import { MeshSnapshot } from '../evaluator/types';
import { asOf30, isAsOf30 } from './asOf30';
import { causeOf } from './causeOf';
import { classOf, stateOf } from './stateOf';
import {
  CallJudge,
  JudgedCall,
  judgeCall,
  JudgedMesh,
  judgedMesh,
  judgePast,
} from './judgeCall';
import { Rule30, RULES_30 } from './rules';
import { CallChange, CallQuestion, ReadinessCause } from './types';

/** Judges calls in one mesh, today and as Kuma 3.0 would have it. @public */
export class CallComparer {
  readonly #snapshot: MeshSnapshot;
  readonly #judgeOf: (snapshot: MeshSnapshot) => CallJudge;
  /** Rules that change something in this mesh. */
  readonly #rules: Rule30[];
  /** Meshes under some of the rules, by their names. */
  readonly #meshes = new Map<string, JudgedMesh>();
  readonly #before: JudgedMesh;
  readonly #after: JudgedMesh;

  constructor(
    snapshot: MeshSnapshot,
    options: { judgeOf?: (snapshot: MeshSnapshot) => CallJudge } = {},
  ) {
    this.#snapshot = snapshot;
    this.#judgeOf = options.judgeOf ?? createEvaluator;
    this.#rules = RULES_30.filter(rule => rule.apply(snapshot) !== snapshot);
    this.#before = judgedMesh(snapshot, {
      judgeOf: this.#judgeOf,
      hasTags: !isAsOf30(snapshot),
    });
    this.#after = judgedMesh(asOf30(snapshot), {
      judgeOf: this.#judgeOf,
      hasTags: false,
      today: this.#before,
    });
  }

  /** The call today, under 3.0, and what makes the difference. */
  compare(question: CallQuestion): CallChange {
    const before = judgeCall(this.#before, question);
    const after = judgeCall(this.#after, question);
    const state = stateOf(before.outcome, after.outcome, question.isSeen);
    return {
      state,
      before: endsOf(before),
      after: endsOf(after),
      causes: this.#causes(question, before, after),
    };
  }

  /**
   * A call to what no service of the mesh is: nobody can tell whether it goes
   * past the mesh, but what becomes of it if it does.
   */
  comparePast(proxies: string[], reason: string): CallChange {
    const [before, after] = [this.#before, this.#after].map(mesh =>
      judgePast(mesh, proxies, reason),
    );
    const isSame = before.caller?.state === after.caller?.state;
    return {
      state: isSame ? 'stays' : 'cannot-be-told',
      before,
      after,
      causes: isSame
        ? []
        : [
            {
              kind: 'passthrough',
              end: 'caller',
              resources: proxies
                .slice(0, 20)
                .map(name => ({ kind: 'Dataplane', name })),
            },
          ],
    };
  }

  /**
   * First the rules that each alone make what 3.0 makes of the call; then, as
   * long as the others still make it together, those it takes of them.
   */
  #causes(
    question: CallQuestion,
    before: JudgedCall,
    after: JudgedCall,
  ): ReadinessCause[] {
    const wanted = classOf(after.outcome);
    if (classOf(before.outcome) === wanted) return [];
    const makes = (rules: Rule30[]) =>
      classOf(judgeCall(this.#under(rules), question).outcome) === wanted;
    const found = this.#rules.filter(rule => makes([rule]));
    let others = this.#rules.filter(rule => !found.includes(rule));
    while (others.length > 0 && makes(others)) {
      const rest = others;
      const needed = rest.filter(
        rule => !makes(rest.filter(other => other !== rule)),
      );
      found.push(...(needed.length > 0 ? needed : rest));
      others = others.filter(rule => !found.includes(rule));
    }
    if (found.length === 0) {
      return [{ kind: 'version', end: after.decides, resources: [] }];
    }
    return found.map(rule =>
      causeOf(rule, {
        question,
        before,
        after,
        after30: this.#after,
        snapshot: this.#snapshot,
      }),
    );
  }

  #under(rules: Rule30[]): JudgedMesh {
    const key = rules.map(({ kind }) => kind).join(' ');
    let mesh = this.#meshes.get(key);
    if (!mesh) {
      mesh = judgedMesh(
        rules.reduce((changed, rule) => rule.apply(changed), this.#snapshot),
        {
          judgeOf: this.#judgeOf,
          hasTags: rules.every(({ kind }) => kind !== 'tag-service'),
          today: this.#before,
        },
      );
      this.#meshes.set(key, mesh);
    }
    return mesh;
  }
}

function endsOf({ answer: _, ...ends }: JudgedCall): CallChange['before'] {
  return ends;
}
