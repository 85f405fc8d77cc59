'use strict';
// Polls /status.json once a second and shows it. Uses no library and loads nothing from other hosts.

const EVERY_MS = 1000;
const STALE_MS = 4000; // Three missed responses.
const KEPT_SAMPLES = 120;
const RATE_MS = 10000; // The window over which the rate is averaged.

const number = new Intl.NumberFormat('en');
const byId = (id) => document.getElementById(id);

let shown = null; // The last response.
let answeredAt = 0;
let samples = []; // {at, taken, lag}, oldest first.

function setAll(attribute, name, text) {
  document.querySelectorAll(`[data-${attribute}="${name}"]`).forEach((element) => {
    element.textContent = text;
  });
}

function count(value) {
  return value === null || value === undefined ? '–' : number.format(value);
}

function duration(ms) {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} d`;
}

function time(ms) {
  return new Date(ms).toLocaleTimeString('en-GB');
}

function row(cells, lastClass) {
  const line = document.createElement('tr');
  cells.forEach((text) => line.appendChild(document.createElement('td')).textContent = text);
  if (lastClass) line.lastChild.className = lastClass;
  return line;
}

function rate() {
  const last = samples[samples.length - 1];
  const first = samples.find((sample) => last.at - sample.at <= RATE_MS);
  return first === last ? null : (last.taken - first.taken) / ((last.at - first.at) / 1000);
}

function draw(id, values) {
  const top = Math.max(1, ...values);
  const step = 120 / (KEPT_SAMPLES - 1);
  const left = 120 - step * (values.length - 1);
  byId(id).firstElementChild.setAttribute(
    'points', values.map((v, i) => `${(left + i * step).toFixed(1)},${(29 - 28 * v / top).toFixed(1)}`).join(' '));
}

function remember(status) {
  const taken = status.build.command === 'store' ? status.stored + status.erased + status.dead : status.published;
  // Another process responded. Its counts start at zero.
  if (shown && shown.startedAt !== status.startedAt) samples = [];
  samples.push({at: status.now, taken, lag: status.inFlight});
  samples = samples.slice(-KEPT_SAMPLES);
}

function show(status) {
  const job = status.build.command;
  document.title = `${status.ready ? '' : 'not ready: '}Userstream ${job}`;
  byId('store').hidden = job !== 'store';
  byId('ingest').hidden = job !== 'ingest';
  for (const [name, value] of Object.entries(status)) {
    if (typeof value === 'number' || value === null) setAll('count', name, count(value));
    if (typeof value === 'string') setAll('text', name, value);
  }
  setAll('text', 'job', job);
  setAll('text', 'runner', status.build.runner);
  setAll('text', 'version', status.build.version);
  setAll('text', 'up', duration(status.now - status.startedAt));
  const paused = status.pace && status.pace.pausedSince !== null;
  setAll('text', 'readyWord', status.ready ? (paused ? 'paused' : 'ready') : 'not ready');
  byId('ready').className = `pill ${status.ready ? (paused ? '' : 'good') : 'bad'}`;
  byId('paused').hidden = !paused;
  byId('reason').hidden = status.ready;
  byId('reason').textContent = status.reason || '';
  const perSecond = rate();
  setAll('text', 'rate', perSecond === null ? '–' : number.format(Math.round(perSecond)));
  if (job === 'store') showStore(status); else showIngest(status);
}

function showStore(status) {
  showPace(status.pace);
  setAll('text', 'freshness', status.freshnessSeconds === null ? '–' : duration(status.freshnessSeconds * 1000));
  setAll('text', 'lastCommit', status.lastCommit === null ? 'none yet' : `${duration(status.now - status.lastCommit)} ago`);
  const reasons = Object.entries(status.deadByReason).map(([reason, n]) => `${reason} ${count(n)}`);
  setAll('text', 'deadReasons', reasons.join(', '));
  byId('deadBox').classList.toggle('bad', status.dead > 0);
  byId('error').hidden = !status.lastError;
  if (status.lastError) {
    setAll('text', 'errorAt', `${time(status.lastError.at)}, ${duration(status.now - status.lastError.at)} ago`);
    setAll('text', 'errorText', status.lastError.text);
  }
  byId('openTransaction').hidden = !status.behindOpenTransactions;
  setAll('text', 'openTransactionSince', status.openTransactionSince ? time(status.openTransactionSince) : '–');
  byId('partitions').replaceChildren(
    ...[...status.partitions].sort((a, b) => a.partition - b.partition)
      .map((p) => row([p.partition, count(p.committed), count(p.end), count(p.lag)])));
  byId('runs').replaceChildren(
    ...status.lastRuns.map((run) => row(
      [run.attempt > 1 ? `${run.number} (attempt ${run.attempt})` : run.number, time(run.at), count(run.records), run.seconds.toFixed(2), run.outcome],
      run.outcome)));
  draw('rateLine', samples.map((sample, i) => i === 0 ? 0
    : Math.max(0, (sample.taken - samples[i - 1].taken) / Math.max(1, sample.at - samples[i - 1].at))));
  draw('lagLine', samples.map((sample) => sample.lag));
}

function showPace(pace) {
  if (pace.pausedSince !== null) {
    setAll('text', 'pausedSince', new Date(pace.pausedSince).toLocaleString('en-GB'));
    setAll('text', 'pauseReason', pace.pauseReason === null ? '' : ` (${pace.pauseReason})`);
  }
  byId('maxRate').hidden = pace.maxRecordsPerSecond === null;
  setAll('text', 'maxRate', count(pace.maxRecordsPerSecond));
  byId('sinkLatency').hidden = pace.sinkLatencySeconds === null;
  setAll('text', 'runsAllowed', count(pace.runsAllowed));
  setAll('text', 'sinkLatency', `${Math.round(pace.sinkLatencySeconds * 1000)} ms`);
}

function showIngest(status) {
  setAll('text', 'asked', status.asked === null ? 'endless' : count(status.asked));
  setAll('text', 'rawStore', status.rawStore ? 'written to PostgreSQL first, then published' : 'no raw store');
}

function showAge() {
  const silent = Date.now() - answeredAt;
  const stale = answeredAt > 0 && silent > STALE_MS;
  document.body.classList.toggle('stale', stale);
  byId('stale').hidden = !stale;
  if (stale) {
    byId('stale').textContent =
      `No response for ${duration(silent)}: the job has ended or is unreachable. The values are from ${time(answeredAt)}.`;
    setAll('text', 'readyWord', 'no response');
    byId('ready').className = 'pill bad';
    byId('reason').hidden = true;
  }
}

async function ask() {
  try {
    // Without the user and password that the page's own address may contain: fetch rejects them.
    const url = new URL('status.json', location.origin + location.pathname);
    const answer = await fetch(url, {cache: 'no-store', signal: AbortSignal.timeout(3000)});
    if (!answer.ok) throw new Error(answer.status);
    const status = await answer.json();
    remember(status);
    shown = status;
    answeredAt = Date.now();
    show(status);
  } catch (e) {
    if (answeredAt === 0) answeredAt = Date.now() - STALE_MS - 1; // The job ended before its first response.
  }
  showAge();
  setTimeout(ask, EVERY_MS);
}

ask();
