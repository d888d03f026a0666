/** The orderly shutdown: what was opened last is closed first, and a failure does not keep the rest open. */
export class Stages {
  private readonly log: (text: string, cause?: unknown) => void;
  private readonly stages: { name: string; close: () => Promise<void> | void }[] = [];
  private running: Promise<void> | null = null;

  constructor(log: (text: string, cause?: unknown) => void) {
    this.log = log;
  }

  add(name: string, close: () => Promise<void> | void): void {
    this.stages.push({ name, close });
  }

  /** Runs once, however often it is asked. */
  run(): Promise<void> {
    this.running ??= this.closeAll();
    return this.running;
  }

  private async closeAll(): Promise<void> {
    for (const { name, close } of this.stages.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        this.log(`Closing the ${name} failed.`, error);
      }
    }
  }
}
