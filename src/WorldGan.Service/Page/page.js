'use strict';
// The page of the service: it asks the same addresses as every other program, with its reader's key.

const refreshMilliseconds = 2000;
const at = id => document.getElementById(id);
let key = sessionStorage.getItem('key');
let chosen = null;                                     // the world that is shown
let watched = null;                                    // its job that is watched: { id, abort }
let shownJob = null;                                   // the name of the job that is shown, which is the one to cancel
let shownVersions = null;                              // as they came
let drawnAt = 0;                                       // when its curves were drawn last
const counted = new Map();                             // world -> [time, steps] of the last look

async function ask(path, { body, ...options } = {}) {
  const headers = { ...options.headers };
  if (key) headers.Authorization = `Bearer ${key}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const answer = await fetch(path, { ...options, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  if (answer.status === 401) wantKey();
  if (!answer.ok) throw new Error(await problemOf(answer));
  return answer;
}

const askJson = async (path, options) => (await ask(path, options)).json();

async function problemOf(answer) {
  try {
    const problem = await answer.json();
    return problem.detail || problem.title || `Status ${answer.status}`;
  } catch {
    return `Status ${answer.status}`;
  }
}

function wantKey() {
  key = null;
  sessionStorage.removeItem('key');
  at('key').hidden = false;
  document.querySelector('main').hidden = true;
}

// Every fault is told at the foot of the page; the next thing of its kind that works takes it away. What the page does by itself takes no fault away that its reader made.
function doing(work, place = 'fault') {
  return async event => {
    event?.preventDefault();
    try {
      await work(event);
      at(place).textContent = '';
    } catch (e) {
      if (e.name !== 'AbortError') at(place).textContent = e instanceof TypeError ? 'The service does not answer.' : e.message;
    }
  };
}

function element(name, text, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  if (text !== undefined) made.textContent = text;
  return made;
}

const number = x => typeof x !== 'number' ? '–' : Math.abs(x) >= 1000 ? Math.round(x).toLocaleString('en') : Number(x.toPrecision(4)).toString();
const button = (text, work, properties) => {
  const made = element('button', text, { type: 'button', ...properties });
  made.addEventListener('click', doing(work));
  return made;
};

async function showHealth() {
  const answer = await fetch('/health/ready', key ? { headers: { Authorization: `Bearer ${key}` } } : {});
  const health = await answer.json();
  const wrong = Object.entries(health.parts).filter(([, part]) => part.status !== 'healthy').map(([name, part]) => `${name}: ${part.description ?? part.status}`);
  at('health').textContent = wrong.length ? wrong.join(' ') : 'works';
  at('health').classList.toggle('bad', wrong.length > 0);
}

function showWorlds(worlds) {
  const now = performance.now();
  at('no-worlds').hidden = worlds.length > 0;
  const focused = document.activeElement?.dataset.world;
  at('worlds').replaceChildren(...worlds.map(world => {
    const [then, steps] = counted.get(world.name) ?? [now, world.acceptedSteps];
    counted.set(world.name, [now, world.acceptedSteps]);
    const rate = now > then ? 1000 * (world.acceptedSteps - steps) / (now - then) : 0;
    const row = element('tr'), name = element('td');
    name.append(button(world.name, () => choose(world), { ariaPressed: String(chosen?.name === world.name) }));
    name.firstChild.dataset.world = world.name;
    row.append(name, element('td', world.acceptedSteps.toLocaleString('en')), element('td', number(Math.round(rate))));
    return row;
  }));
  if (focused) document.querySelector(`[data-world="${CSS.escape(focused)}"]`)?.focus();
}

async function choose(world) {
  if (chosen?.name !== world.name) {
    stopWatching();
    at('curves').hidden = at('futures').hidden = at('progress').hidden = at('cancel').hidden = true;
    at('futures-text').textContent = at('job').textContent = '';
    at('warnings').replaceChildren();
    at('starts').replaceChildren(at('starts').firstElementChild, ...world.state.map(name => {
      const label = element('label', `${name} `);
      label.append(element('input', undefined, { type: 'number', step: 'any', value: 0, required: true, name }));
      return label;
    }));
    at('plan').title = `Actions in order: ${world.actions.join(', ')}; left*3, right*2 repeats them.`;
  }
  chosen = world;
  at('world').hidden = false;
  document.querySelectorAll('[data-world]').forEach(one => { one.ariaPressed = String(one.dataset.world === world.name); });
  await Promise.all([followJobs(), showVersions()]);
}

const of = path => `/v1/worlds/${encodeURIComponent(chosen.name)}/${path}`;

// Shows the job that runs, or else the newest. Returns it where there is more to come of it.
async function showJobs() {
  const world = chosen;
  const jobs = await askJson(of('jobs'));
  if (chosen !== world) return null;
  const one = jobs.find(({ job }) => job.state === 'running') ?? jobs[0];
  const goesOn = one !== undefined && ['waiting', 'running'].includes(one.job.state);
  shownJob = one?.job.id;
  at('cancel').hidden = !goesOn;
  at('train').disabled = goesOn;
  if (one?.progress) showProgress(one.progress);
  else at('progress').hidden = true;
  if (one) showJob(one.job);
  else at('job').textContent = 'No training yet.';
  if (one && watched?.id !== shownJob) await drawCurves(shownJob);
  return goesOn ? shownJob : null;
}

async function followJobs() {
  const world = chosen;
  const id = await showJobs();
  if (id && chosen === world) watch(id);
}

function showJob(job) {
  const failures = job.failures?.length ? ` Failed ${job.failures.length} times, at last: ${job.failures.at(-1).reason}` : '';
  const words = { waiting: 'waits', running: 'runs', done: 'is done', failed: 'failed', cancelled: 'was cancelled' };
  at('job').textContent = `Training ${job.id} ${words[job.state]}. ${job.outcome ?? failures}`;
  if (!['waiting', 'running'].includes(job.state)) at('progress').hidden = true;
}

function showProgress(progress) {
  at('progress').hidden = false;
  at('progress').max = progress.allSteps;
  at('progress').value = progress.steps;
  at('progress').title = `${progress.part}: ${progress.steps} of ${progress.allSteps} steps`;
}

function stopWatching() {
  watched?.abort.abort();
  watched = null;
}

// Server-sent events by fetch, since an EventSource sends no key. Where the service has no place for one more, or stops, the next refresh sees to it: asking again at once would never end.
async function watch(id) {
  if (watched?.id === id) return;
  stopWatching();
  at('warnings').replaceChildren();
  const mine = watched = { id, abort: new AbortController() };
  try {
    const answer = await ask(of(`jobs/${id}/events`), { signal: mine.abort.signal });
    let text = '';
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const events = (text + part.value).split('\n\n');
      text = events.pop();
      for (const event of events) await take(id, event);
    }
  } catch (e) {
    if (watched === mine) watched = null;
    return;
  }
  if (watched !== mine) return;
  watched = null;
  await doing(async () => { await drawCurves(id); await Promise.all([showJobs(), showVersions()]); }, 'trouble')();
}

async function take(id, event) {
  const field = name => event.split('\n').filter(line => line.startsWith(`${name}:`)).map(line => line.slice(name.length + 1).trim()).join('\n');
  const data = JSON.parse(field('data'));
  if (field('event') === 'job') showJob(data);
  if (field('event') === 'warning') at('warnings').append(element('li', data));
  if (field('event') !== 'progress') return;
  showProgress(data);
  if (performance.now() - drawnAt > refreshMilliseconds) await drawCurves(id);
}

async function drawCurves(id) {
  drawnAt = performance.now();
  const world = chosen;
  const answer = await ask(of(`jobs/${id}/curves`));
  if (answer.status === 200 && chosen === world) show(at('curves'), await answer.blob());
}

function show(image, blob) {
  URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(blob);
  image.hidden = false;
}

async function showVersions() {
  const answer = await (await ask(of('versions'))).text();
  if (answer === shownVersions) return;                // so that a list that is open stays open
  shownVersions = answer;
  const { published, versions } = JSON.parse(answer);
  at('no-versions').hidden = versions.length > 0;
  at('rollback').hidden = !versions.some(version => version.state === 'retired');
  const focused = document.activeElement?.dataset.promote;
  at('versions').replaceChildren(...versions.map(version => {
    const row = element('tr'), scores = version.scores;
    const cells = [version.number, version.state, new Date(version.createdAt).toLocaleString(), version.transitions.toLocaleString('en'), number(scores?.worldModel.oneStepRmse),
      number(scores?.forecast.policy?.returns.mean), number(scores?.forecast.random.returns.mean), number(scores?.returns.logged.mean)];
    row.append(...cells.map(cell => element('td', String(cell))), element('td', version.verdict.words, { className: 'words' }));
    const last = element('td');
    if (version.number !== published) {
      last.append(button('Promote', async () => { await ask(of(`versions/${version.number}/promote`), { method: 'POST' }); await showVersions(); }, { ariaLabel: `Promote version ${version.number}` }));
      last.firstChild.dataset.promote = version.number;
    }
    row.append(last);
    return row;
  }));
  if (focused) document.querySelector(`[data-promote="${focused}"]`)?.focus();
  const asked = at('play-version').value;
  at('play-version').replaceChildren(...versions.map(version => element('option', `${version.number}${version.number === published ? ' (published)' : ''}`, { value: version.number })));
  at('play-version').value = versions.some(version => String(version.number) === asked) ? asked : published ?? versions[0]?.number ?? '';
  at('play').querySelector('button').disabled = versions.length === 0;
}

// "left*3, right" as a list of names.
function planOf(text) {
  return text.split(',').map(part => part.trim()).filter(part => part).flatMap(part => {
    const [, name, count] = /^(.*?)(?:\s*\*\s*(\d+))?$/.exec(part);
    return Array(Math.min(Number(count ?? 1), 10000)).fill(name);
  });
}

async function play() {
  const plan = planOf(at('plan').value);
  const question = {
    version: Number(at('play-version').value),
    starts: [[...at('starts').querySelectorAll('input')].map(input => input.valueAsNumber)],
    horizon: plan.length ? Math.min(plan.length, at('horizon').valueAsNumber) : at('horizon').valueAsNumber,
    futures: 64,
    seed: at('seed').valueAsNumber,
    ...(plan.length ? { plan } : {}),
  };
  const [picture, answer] = await Promise.all([
    ask(of('simulate'), { method: 'POST', body: question, headers: { Accept: 'image/svg+xml' } }).then(one => one.blob()),
    askJson(of('simulate'), { method: 'POST', body: question }),
  ]);
  const { terminal, timeLimit, leftSupport } = answer.endings;
  const words = `64 futures of version ${answer.version}: ${terminal} end, ${timeLimit} run to the step limit, ${leftSupport} leave what the log knows. Mean return ${number(answer.returns.mean)}.`;
  at('futures-text').textContent = words;
  at('futures').alt = words;
  at('futures').classList.remove('shown');
  show(at('futures'), picture);
  await at('futures').decode();
  at('futures').classList.add('shown');
}

async function refresh() {
  await showHealth();
  if (at('key').hidden === false) return;
  const worlds = await askJson('/v1/worlds');
  document.querySelector('main').hidden = false;
  showWorlds(worlds);
  if (!chosen && worlds.length > 0) await choose(worlds[0]);
  else if (chosen) await Promise.all([watched ? null : followJobs(), showVersions()]);     // others promote, too
}

at('key').addEventListener('submit', doing(async () => {
  key = at('key-value').value.trim();
  sessionStorage.setItem('key', key);
  at('key-value').value = '';
  at('key').hidden = true;
  await refresh();
}));
at('train').addEventListener('click', doing(async () => { await ask(of('jobs'), { method: 'POST' }); await followJobs(); }));
at('cancel').addEventListener('click', doing(async () => {
  await ask(of(`jobs/${shownJob}/cancel`), { method: 'POST' });
  await followJobs();
}));
at('rollback').addEventListener('click', doing(async () => { await ask(of('rollback'), { method: 'POST' }); await showVersions(); }));
at('play').addEventListener('submit', doing(play));

const loop = async () => {
  await doing(refresh, 'trouble')();
  setTimeout(loop, refreshMilliseconds);
};
loop();
