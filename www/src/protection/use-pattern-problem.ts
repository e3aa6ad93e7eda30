import { useEffect, useState } from "react";
import { protectionProblem } from "../validation";

/** What is wrong with a pattern that is being typed: the client refuses those that would break every write to the repository. */
export function usePatternProblem(pattern: string, others: readonly string[]) {
  const [found, setFound] = useState<{ pattern: string; text: string | undefined }>();
  const current = (typed: string) => (others.includes(typed) ? "This rule is there already." : undefined);
  const ask = async (typed: string) => {
    const problem = current(typed) ?? (await protectionProblem([{ pattern: typed }]))?.text;
    return problem === undefined ? undefined : sentence(problem);
  };

  useEffect(() => {
    let gone = false;
    if (pattern) {
      void protectionProblem([{ pattern }]).then(
        (problem) => gone || setFound({ pattern, text: problem && sentence(problem.text) }),
      );
    }
    return () => {
      gone = true;
    };
  }, [pattern]);

  const text = current(pattern) ?? (found?.pattern === pattern ? found.text : undefined);
  return { text, current, ask };
}

function sentence(problem: string) {
  return problem.startsWith("This ")
    ? problem
    : `It ${problem}. lakeFS would store it, and then refuse every write to the repository.`;
}
