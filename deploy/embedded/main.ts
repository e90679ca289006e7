/** `npm start`: Strongroom on this machine, until Ctrl-C. */
import { parseCommandLine, strongroomHome } from './settings';
import { startEmbedded, type EmbeddedStrongroom } from './start-embedded';

const SAME_REQUEST_MS = 1_000;
const SIGN_IN_GUIDE = 'docs/sign-in.md';

async function main(): Promise<void> {
  const { replicas } = parseCommandLine(process.argv.slice(2));
  const started: { strongroom?: EmbeddedStrongroom } = {};
  let askedAt: number | undefined;
  const stop = () => {
    // One Ctrl-C arrives twice: from the terminal, and handed on by npm.
    if (askedAt !== undefined && Date.now() - askedAt < SAME_REQUEST_MS) return;
    const again = askedAt !== undefined;
    askedAt = Date.now();
    if (again) {
      console.log('Stopping at once …');
      void (started.strongroom?.abandon() ?? Promise.resolve()).then(() => process.exit(1));
      return;
    }
    // Before everything runs there is no state to end in order: what was started ends with this process.
    if (!started.strongroom) process.exit(130);
    console.log('\nStopping; running jobs are finished or handed back. Ctrl-C again stops at once.');
    void started.strongroom.stop();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
  const strongroom = await startEmbedded({ home: strongroomHome(), replicas });
  started.strongroom = strongroom;
  present(strongroom);
  await strongroom.stopped;
  console.log('Stopped.');
  process.exit(0);
}

function present(strongroom: EmbeddedStrongroom): void {
  const token = strongroom.takeTokenToShow();
  const lines: [string, string][] = [
    ['API', `${strongroom.gatewayUrl}/api/v1`],
    ['Documentation', `${strongroom.gatewayUrl}/api/docs`],
    ['Health', `${strongroom.gatewayUrl}/health/ready`],
    ['Data', strongroom.home],
    ['Logs', `${strongroom.home}/logs`],
  ];
  if (token) lines.push(['Admin token', `${token}   (shown this once; keep it)`]);
  lines.push(['Sign in', `${SIGN_IN_GUIDE}: with a token, a password, or a sign-on of your own`]);
  const text = lines.map(([label, value]) => `  ${label.padEnd(15)}${value}`).join('\n');
  console.log(`\nStrongroom is running.\n\n${text}\n\nCtrl-C stops it.`);
}

main().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
