/**
 * Preloaded into every child of the station (`--import`): the child ends when its parent is gone,
 * even if the parent was killed, so that nothing is left behind that blocks the next start.
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
