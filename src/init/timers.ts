/** Files of the example that start the sweep at night: for systemd, or for cron. */
import { quoteWords } from "../spec/shell_words.ts";

/** Options that only a sweep without anybody at the terminal needs. */
const UNATTENDED = "--box-lock --if-locked skip --until 06:00";

const MEANINGS =
  `# --box-lock --if-locked skip   while another sweep runs on this machine nothing is done, and that is no failure
# --until 06:00                 the machine is free in the morning; what was measured is kept, and NAME=... goes on with it
`;

/** `servesweep.service`. @param script Absolute path of sweep.sh. */
export function serviceUnit(script: string): string {
  return `# The sweep as a service of one user; servesweep.timer starts it. Installed without root:
#
#   mkdir -p ~/.config/systemd/user
#   cp servesweep.service servesweep.timer ~/.config/systemd/user/
#   systemctl --user daemon-reload
#   systemctl --user enable --now servesweep.timer
#   loginctl enable-linger                        (also while nobody is logged in)
#
# What it says:  journalctl --user -u servesweep
# Stop it:       systemctl --user stop servesweep

[Unit]
Description=Sweep of an LLM inference server

[Service]
# It is started once and ends: while it runs the timer starts no second one.
Type=oneshot
${MEANINGS}ExecStart=/bin/sh ${systemdQuoted(script)} ${UNATTENDED}
# 5: the time was up.
SuccessExitStatus=5
# TERM goes to servesweep alone, which stops server and benchmark; only what is left after the time is killed.
KillMode=mixed
TimeoutStopSec=3min
`;
}

/** `servesweep.timer`. */
export function timerUnit(): string {
  return `# Starts servesweep.service every night. Look at another time with: systemd-analyze calendar 'Mon..Fri 22:30'

[Unit]
Description=Sweep of an LLM inference server every night

[Timer]
# Local time.
OnCalendar=*-*-* 01:00:00
# If the machine is off at that time the night is left out, and not made up for in the day.
Persistent=false

[Install]
WantedBy=timers.target
`;
}

/** `crontab.example`. @param script Absolute path of sweep.sh. */
export function crontab(script: string): string {
  // A bare % ends the command in a crontab.
  const command = quoteWords([script]).replaceAll("%", "\\%");
  return `# A line for \`crontab -e\`, where there is no systemd: every night at 1:00, local time.
#
${MEANINGS}# --quiet                       cron mails what is printed: the results and errors, and nothing on a skipped night
0 1 * * * ${command} ${UNATTENDED} --quiet
`;
}

/** An argument in ExecStart: in double quotes, `%` and `$` doubled. The program itself could not have any name. */
function systemdQuoted(word: string): string {
  return `"${word.replace(/[\\"]/g, "\\$&").replaceAll("%", "%%").replaceAll("$", "$$$$")}"`;
}
