// What the bootstrap says, Indonesian first. It goes to stderr: stdout belongs to the program that is started.

/** One line on what happens now. */
export function note(indonesian, english) {
  process.stderr.write(`satuloket: ${indonesian} / ${english}\n`);
}

/** The one sentence that a newcomer needs; then it is over. */
export function stop(indonesian, english) {
  note(indonesian, english);
  process.exit(1);
}
