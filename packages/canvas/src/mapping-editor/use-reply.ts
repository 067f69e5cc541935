import { useEffect, useState } from 'react';
import type { RuleQuestion, RuleReplies } from '../check-worker/messages.ts';
import { useCheck, useDesignerServices } from '../designer/designer-context.tsx';

/**
 * The worker's answer to a question about rules; asked again when the question or the flow became another one. The former
 * answer stays until the next one is there. Null while there is none, or nothing to ask.
 */
export function useReply<Kind extends RuleQuestion['kind']>(
  question: Extract<RuleQuestion, { kind: Kind }> | null,
): RuleReplies[Kind] | null {
  const { checker } = useDesignerServices();
  // Another list after every check, also one of the same flow with other value lists or schemas.
  const checked = useCheck(({ of, issues }) => (of === null ? null : issues));
  const [reply, setReply] = useState<RuleReplies[Kind] | null>(null);
  const asked = JSON.stringify(question);
  useEffect(() => {
    const read = JSON.parse(asked) as Extract<RuleQuestion, { kind: Kind }> | null;
    if (!read || !checked) return;
    let isWanted = true;
    const ask = async () => {
      // A defect of an answer is one of the check, too, which says so.
      const next = await checker.ask<Kind>(read).catch(() => null);
      if (isWanted) setReply(next);
    };
    void ask();
    return () => {
      isWanted = false;
    };
  }, [checker, checked, asked]);
  return question ? reply : null;
}
