/** Tells a person what is going on: a line a step, and on a terminal what the step is at. */
export interface Progress {
  /** Runs a step; `work` may say what it is at. The step's detail is what it answers. */
  step<T>(title: string, work: (at: (text: string) => void) => Promise<{ value: T; detail: string }>): Promise<T>;
  readonly steps: readonly { readonly title: string; readonly seconds: number; readonly detail: string }[];
}

export function makeProgress(out: NodeJS.WriteStream): Progress {
  const steps: { title: string; seconds: number; detail: string }[] = [];
  const live = out.isTTY === true;
  const clear = live ? '\r\u001b[K' : '';
  return {
    steps,
    async step(title, work) {
      const start = performance.now();
      const seconds = () => (performance.now() - start) / 1000;
      out.write(live ? `  ... ${title}` : `  ... ${title}\n`);
      const at = (text: string) => {
        if (live) out.write(`${clear}  ... ${title}: ${text}`.slice(0, (out.columns ?? 80) + clear.length - 1));
      };
      try {
        const { value, detail } = await work(at);
        steps.push({ title, seconds: seconds(), detail });
        out.write(`${clear}  ok  ${title} (${seconds().toFixed(1)} s): ${detail}\n`);
        return value;
      } catch (error) {
        steps.push({ title, seconds: seconds(), detail: error instanceof Error ? error.message : String(error) });
        out.write(`${clear}  --  ${title} (${seconds().toFixed(1)} s): stopped\n`);
        throw error;
      }
    },
  };
}
