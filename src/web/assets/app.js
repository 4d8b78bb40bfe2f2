// Asks and presses without loading the page anew. Without this script every link and form works by itself.
'use strict';
const talk = document.getElementById('talk');
const ask = document.getElementById('ask');
const said = document.getElementById('said');
const say = (text) => { said.textContent = ''; setTimeout(() => { said.textContent = text; }, 50); };
const place = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not allowed: it is a convenience */ } };
const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

async function piece(query, into, how) {
  const response = await fetch('/turn?' + query);
  if (!response.ok) { say('That did not work: ' + response.status); return false; }
  const holder = document.createElement('template');
  holder.innerHTML = await response.text();
  how === 'after' ? into.append(holder.content) : into.replaceChildren(holder.content);
  return true;
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

async function put(query) {
  const before = talk.querySelector('.welcome');
  if (!await piece(query, talk, 'after')) return;
  before?.remove();
  follow(query);
  history.replaceState(null, '', '/?' + query);
  talk.lastElementChild.scrollIntoView({ block: 'start' });
  say('Answered');
}

if (talk && ask) {
  const shown = kept('as');
  if (shown && !location.search.includes('as=')) {
    const radio = document.querySelector(`[name=as][value="${CSS.escape(shown)}"]`);
    if (radio) radio.checked = true;
  }
  document.querySelectorAll('[name=as]').forEach((radio) => radio.addEventListener('change', () => place('as', radio.value)));
  ask.addEventListener('submit', async (event) => {
    event.preventDefault();
    await put(new URLSearchParams(new FormData(ask)));
    ask.elements.q.value = '';
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
      if (await piece(query, parts, 'instead')) say('Shown below the answer');
    }
    if ('delete' in link.dataset) { event.preventDefault(); link.closest('.pressed')?.remove(); say('Taken away'); }
    if ('link' in link.dataset && navigator.clipboard) {
      event.preventDefault();
      await navigator.clipboard.writeText(link.href).catch(() => {});
      say('The link is copied');
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
      const response = await fetch('/feedback', { method: 'POST', body: data });
      const holder = document.createElement('template');
      holder.innerHTML = response.ok ? await response.text() : '';
      parts.replaceChildren(holder.content);
      say(response.ok ? 'Thank you, noted' : 'That did not work: ' + response.status);
    }
  });
}

// Quick answers: copying, and what was picked lately.
const picked = document.querySelector('.picked');
if (picked && navigator.clipboard) {
  picked.querySelectorAll('[data-copy]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value).catch(() => {});
      say('Copied');
      button.textContent = 'Copied';
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
