/** Prints one line per step, and on a terminal the state of the running step. */
export interface Progress {
  /** Runs a step and returns its value. `work` may report its state; its detail ends the step's line. */
  step<T>(title: string, work: (report: (text: string) => void) => Promise<{ value: T; detail: string }>): Promise<T>;
  readonly steps: readonly { readonly title: string; readonly seconds: number; readonly detail: string }[];
}

export function makeProgress(out: NodeJS.WriteStream): Progress {
  const steps: { title: string; seconds: number; detail: string }[] = [];
  const isTerminal = out.isTTY === true;
  const clear = isTerminal ? '\r\u001b[K' : '';
  // As console.log does: a reader that ends early, such as `head`, does not end the rehearsal.
  out.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    steps,
    async step(title, work) {
      const start = performance.now();
      const seconds = () => (performance.now() - start) / 1000;
      out.write(isTerminal ? `  ... ${title}` : `  ... ${title}\n`);
      const report = (text: string) => {
        if (isTerminal) out.write(`${clear}  ... ${title}: ${text}`.slice(0, (out.columns ?? 80) + clear.length - 1));
      };
      try {
        const { value, detail } = await work(report);
        steps.push({ title, seconds: seconds(), detail });
        out.write(`${clear}  ok  ${title} (${seconds().toFixed(1)} s): ${detail}\n`);
        return value;
      } catch (error) {
        steps.push({ title, seconds: seconds(), detail: error instanceof Error ? error.message : String(error) });
        out.write(`${clear}  --  ${title} (${seconds().toFixed(1)} s): failed\n`);
        throw error;
      }
    },
  };
}
