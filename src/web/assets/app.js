// Asks and presses without loading the page anew. Without this script every link and form works by itself.
'use strict';
const talk = document.getElementById('talk');
const ask = document.getElementById('ask');
const said = document.getElementById('said');
let silence;
const say = (text) => {
  said.textContent = '';
  clearTimeout(silence);
  setTimeout(() => { said.textContent = text; }, 50);
  silence = setTimeout(() => { said.textContent = ''; }, 4000);
};
const place = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not allowed: it is a convenience */ } };
const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

// What the server sends, or null where it is told why there is nothing.
async function fetched(path, options) {
  try {
    const response = await fetch(path, options);
    if (response.ok) return await response.text();
    say(response.status === 429 ? 'Too many questions at once: wait a moment' : `That did not work (${response.status})`);
  } catch { say('The server cannot be reached'); }
  return null;
}

async function piece(query, into, how) {
  const html = await fetched('/turn?' + query);
  if (html === null) return false;
  const holder = document.createElement('template');
  holder.innerHTML = html;
  how === 'after' ? into.append(holder.content) : into.replaceChildren(holder.content);
  return true;
}

async function copied(text, done) {
  try { await navigator.clipboard.writeText(text); say(done); return true; } catch { say('The browser does not let me copy'); return false; }
}

// What the next question comes after: the questions before, and the one just asked.
function follow(query) {
  const past = [...query.getAll('after'), query.get('q')].slice(-5);
  ask.querySelectorAll('[name=after]').forEach((field) => field.remove());
  for (const question of past) {
    const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'after', value: question });
    ask.prepend(field);
  }
  const fields = [...ask.querySelectorAll('[name=after]')].reverse();
  ask.prepend(...fields);
}

// The address says how answers are shown, as it is chosen now and not as it was when a link was made.
function asChosen(query) {
  const chosen = document.querySelector('[name=as]:checked')?.value;
  if (chosen) query.set('as', chosen);
  return query;
}

// What a button came to is brought into sight and read out; whoever is asked something can write at once.
function lead(parts) {
  parts.scrollIntoView({ block: 'nearest' });
  (parts.querySelector('textarea') ?? parts).focus({ preventScroll: true });
}

async function put(query) {
  const before = talk.querySelector('.welcome');
  if (!await piece(asChosen(query), talk, 'after')) return false;
  before?.remove();
  document.querySelector('.again').hidden = false;
  ask.elements.q.placeholder = ask.elements.q.dataset.next;
  follow(query);
  history.replaceState(null, '', '/?' + query);
  talk.lastElementChild.scrollIntoView({ block: 'start' });
  say('Answered');
  return true;
}

if (talk && ask) {
  const shown = kept('as');
  if (shown && !location.search.includes('as=')) {
    const radio = document.querySelector(`[name=as][value="${CSS.escape(shown)}"]`);
    if (radio) radio.checked = true;
  }
  document.querySelectorAll('[name=as]').forEach((radio) => radio.addEventListener('change', () => {
    place('as', radio.value);
    const query = new URLSearchParams(location.search);
    if (query.has('q')) history.replaceState(null, '', '/?' + asChosen(query));
  }));
  ask.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (ask.ariaBusy === 'true') return;
    ask.ariaBusy = 'true';
    if (await put(new URLSearchParams(new FormData(ask)))) ask.elements.q.value = '';
    ask.ariaBusy = 'false';
    ask.elements.q.focus();
  });
  talk.addEventListener('click', async (event) => {
    const link = event.target.closest('a');
    if (!link || event.ctrlKey || event.metaKey) return;
    const query = new URLSearchParams(link.search);
    if ('ask' in link.dataset) { event.preventDefault(); await put(query); }
    if ('part' in link.dataset) {
      event.preventDefault();
      const parts = link.closest('.turn').querySelector('.parts');
      if (await piece(asChosen(query), parts, 'instead')) lead(parts);
    }
    if ('delete' in link.dataset) { event.preventDefault(); link.closest('.pressed')?.remove(); say('Taken away'); }
    if ('link' in link.dataset && navigator.clipboard) {
      event.preventDefault();
      await copied(link.href, 'The link is copied');
    }
  });
  talk.addEventListener('submit', async (event) => {
    const form = event.target;
    if (form.classList.contains('menu')) { event.preventDefault(); await put(new URLSearchParams(new FormData(form))); }
    if (form.classList.contains('vote')) {
      event.preventDefault();
      const data = new URLSearchParams(new FormData(form, event.submitter));
      data.set('fragment', '1');
      const parts = form.closest('.turn').querySelector('.parts');
      const html = await fetched('/feedback', { method: 'POST', body: data });
      if (html === null) return;
      const holder = document.createElement('template');
      holder.innerHTML = html;
      parts.replaceChildren(holder.content);
      lead(parts);
      say('Thank you, noted');
    }
  });
}

// Quick answers: copying, and what was picked lately.
const picked = document.querySelector('.picked');
if (picked && navigator.clipboard) {
  picked.querySelectorAll('[data-copy]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', async () => {
      if (await copied(document.getElementById(button.dataset.copy).value, 'Copied')) button.textContent = 'Copied';
    });
  });
}
const recent = document.getElementById('recent');
if (recent) {
  const read = () => { try { return JSON.parse(kept('recent') ?? '[]'); } catch { return []; } };
  let list = read().filter((item) => typeof item?.id === 'string' && typeof item?.name === 'string');
  if (picked) {
    const { entry: id, name } = picked.dataset;
    list = [{ id, name }, ...list.filter((item) => item.id !== id)].slice(0, 6);
    place('recent', JSON.stringify(list));
  }
  for (const { id, name } of list) {
    const link = Object.assign(document.createElement('a'), { href: '/quick?e=' + encodeURIComponent(id), textContent: name });
    const item = document.createElement('li');
    item.append(link);
    recent.querySelector('ul').append(item);
  }
  recent.hidden = list.length === 0;
}
