'use strict';
// The room's page: what is typed and pressed goes to the room, what it answers
// is HTML that it has rendered, and what happens meanwhile comes as events.
(() => {
  const find = (selector, within = document) => within.querySelector(selector);
  const path = document.body.dataset.path;
  const log = find('#log'), line = find('#line'), composer = find('#composer'), choices = find('#choices');
  const modal = find('#modal'), notice = find('#notice'), spoken = find('#spoken');
  const words = name => find(`template[data-words=${name}]`).content.textContent;
  const element = html => {
    const template = document.createElement('template');
    template.innerHTML = html.trim();
    return template.content.firstElementChild;
  };
  const say = text => { spoken.textContent = ''; requestAnimationFrame(() => { spoken.textContent = text; }); };

  // --- What the room holds -------------------------------------------------

  const article = id => document.getElementById('m-' + id);
  const idOf = node => node.closest('.message').id.slice(2);
  const atBottom = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const toBottom = () => { log.scrollTop = log.scrollHeight; };

  // show puts a message in its place: the one it replaces, or the end.
  function show(message, ours) {
    const old = article(message.id), fresh = element(message.html);
    const reveal = node => node.scrollIntoView({ block: node.offsetHeight > log.clientHeight ? 'start' : 'end' });
    if (old && old.dataset.version === message.version) { // an event has shown it before its answer came
      const typed = find(':scope > .asked', fresh);
      if (typed && !find(':scope > .asked', old)) old.prepend(typed);
      if (typed) reveal(old);
      return old;
    }
    if (old && said(old.dataset.version) === said(message.version)) { // its thread has grown: only that is told again
      old.dataset.version = message.version;
      const count = find('.thread small', old);
      if (count) count.textContent = find('.thread small', fresh).textContent;
      return old;
    }
    if (!old) {
      const follow = ours || atBottom();
      find('.empty', log)?.remove();
      log.append(fresh);
      if (follow) reveal(fresh);
      return fresh;
    }
    const asked = find(':scope > .asked', old);
    if (asked && !find(':scope > .asked', fresh)) fresh.prepend(asked);
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const nth = focused ? alike(old, focused).indexOf(focused) : -1;
    old.replaceWith(fresh);
    if (focused) (alike(fresh, focused)[nth] || fresh).focus({ preventScroll: true });
    if (ours && fresh.offsetTop < log.scrollTop + log.offsetTop) fresh.scrollIntoView({ block: 'start' });
    return fresh;
  }

  // said is the version of what a message says, without how much its thread holds.
  const said = version => version.split('.')[0];

  // alike are the controls of a message that say the same as one of another.
  const alike = (within, control) =>
    [...within.querySelectorAll('button, a, select, input')].filter(one => one.textContent === control.textContent && one.tagName === control.tagName);

  function gone(id) {
    const node = article(id);
    if (!node) return;
    const focused = node.contains(document.activeElement);
    node.remove();
    if (focused) line.focus();
  }

  // reach goes to the message that the address names.
  function reach() {
    if (!location.hash.startsWith('#m-')) return false;
    const node = document.getElementById(location.hash.slice(1));
    if (!node) {
      notice.textContent = words('notHere');
      return false;
    }
    node.scrollIntoView({ block: 'start' });
    node.focus({ preventScroll: true });
    return true;
  }
  addEventListener('hashchange', reach);

  // --- Asking ---------------------------------------------------------------

  const identifier = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, '0')).join('');
  const post = (to, fields, signal) => fetch(path + to, { method: 'POST', body: new URLSearchParams(fields), signal });

  async function* linesOf(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const parts = (rest + value).split('\n');
      rest = parts.pop();
      for (const part of parts) yield JSON.parse(part);
    }
  }

  function pending(typed) {
    const node = find('#pending').content.firstElementChild.cloneNode(true);
    if (typed) {
      find('.asked', node).hidden = false;
      find('.typed', node).textContent = typed;
    }
    log.append(node);
    toBottom();
    return node;
  }

  // What was asked last and has had no answer: asked again, it is the same
  // request, and is done once.
  let failed = {};

  // ask sends something and shows its answer: a typed line shows at once, the
  // rest when the answer is late. It returns what kept it from being sent, in
  // words; an empty string when all went well.
  async function ask(to, fields, typed) {
    let wait = typed ? pending(typed) : null, begun = false;
    const same = JSON.stringify([to, fields]);
    const id = same === failed.same ? failed.id : identifier();
    failed = { same, id };
    try {
      const response = await post(to, [...fields, ['id', id]]);
      if (response.status === 403 || response.status === 421) return words('expired');
      if (response.status === 404) return words('closed');
      if (response.status === 413) return words('tooMuch');
      if (!response.ok) return words('failed');
      begun = true;
      let answered = false;
      for await (const reply of linesOf(response.body)) {
        if (reply.late) {
          wait ??= pending();
          say(words('writing'));
          continue;
        }
        answered = true;
        failed = {};
        wait?.remove();
        if (reply.modal) {
          openModal(reply.modal);
          return '';
        }
        if (to === '/submit') modal.close();
        if (!reply.message) {
          say(words('done'));
          continue;
        }
        show(reply.message, true);
        if (fields.some(([name, value]) => name === 'on' && value === reply.message.id)) say(words('updated'));
      }
      notice.textContent = '';
      return answered ? '' : words('unsure');
    } catch {
      return words(begun ? 'unsure' : 'failed');
    } finally {
      wait?.remove();
    }
  }

  const past = [];
  let back = 0, draft = ''; // what was being typed when going back began

  composer.addEventListener('submit', async event => {
    event.preventDefault();
    const typed = line.value;
    if (!typed.trim()) return;
    if (new TextEncoder().encode(typed).length > Number(document.body.dataset.maxLine)) {
      notice.textContent = words('tooMuch');
      return;
    }
    closeChoices();
    line.value = '';
    if (past.at(-1) !== typed) past.push(typed);
    back = past.length;
    const trouble = await ask('/say', [['line', typed]], typed);
    if (trouble) {
      notice.textContent = trouble;
      if (!line.value) line.value = typed;
    }
  });

  log.addEventListener('click', async event => {
    const button = event.target.closest('button');
    if (!button || button.getAttribute('aria-disabled') === 'true') return;
    if (button.dataset.say) {
      line.value = button.dataset.say;
      line.focus();
      composer.requestSubmit();
    } else if ('hide' in button.dataset) {
      const id = idOf(button);
      post('/hide', [['on', id]]).catch(() => {});
      gone(id);
      say(words('hidden'));
    } else if (button.dataset.control) {
      await press(button, button.dataset.control, []);
    }
  });

  log.addEventListener('submit', async event => {
    event.preventDefault();
    const form = event.target, button = find('button', form);
    const values = new FormData(form).getAll('value');
    if (!values.length || button.getAttribute('aria-disabled') === 'true') return;
    await press(button, form.dataset.control, [['param', form.dataset.param], ...values.map(value => ['value', value])]);
  });

  log.addEventListener('change', event => {
    const box = event.target;
    if (box.type !== 'checkbox') return;
    const max = Number(find('button', box.form).dataset.max);
    const full = box.form.querySelectorAll(':checked').length >= max;
    for (const other of box.form.querySelectorAll('[type=checkbox]')) other.disabled = full && !other.checked;
  });

  async function press(button, control, more) {
    button.setAttribute('aria-disabled', 'true');
    const trouble = await ask('/press', [['control', control], ['on', idOf(button)], ...more]);
    button.removeAttribute('aria-disabled');
    if (trouble) notice.textContent = trouble;
  }

  // --- Modals ----------------------------------------------------------------

  let opener; // the control that opened the modal, which may be drawn anew meanwhile

  function openModal(html) {
    modal.replaceChildren(element(html));
    if (!modal.open) {
      const control = document.activeElement, within = control.closest('.message');
      opener = { id: within && idOf(within), label: control.textContent };
      modal.showModal();
    }
    const first = find('[aria-invalid=true]', modal) || find('input, textarea, select', modal);
    first?.focus();
    if (first?.type === 'text' || first?.type === 'textarea') first.setSelectionRange(first.value.length, first.value.length);
  }

  modal.addEventListener('submit', async event => {
    event.preventDefault();
    const form = event.target, button = find('button.primary', form);
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    const trouble = await ask('/submit', [['control', form.dataset.control], ['on', form.dataset.message], ...new FormData(form)]);
    button.removeAttribute('aria-disabled');
    if (trouble) find('.fault.whole', form).textContent = trouble;
  });

  modal.addEventListener('close', () => {
    const focused = document.activeElement;
    if (focused && focused !== document.body && !modal.contains(focused)) return;
    const within = opener.id && article(opener.id);
    const again = within && [...within.querySelectorAll('button')].find(button => button.textContent === opener.label);
    (again || within || line).focus();
  });

  modal.addEventListener('click', event => {
    if (event.target.closest('[data-cancel]')) modal.close();
  });

  modal.addEventListener('input', later(async event => {
    const field = event.target, form = field.form;
    if (!field.dataset.suggest) return;
    const options = await proposals('/suggest', [['command', form.dataset.command], ['action', form.dataset.act], ['param', field.dataset.suggest], ['typed', field.value]]);
    if (!options) return;
    find('datalist', field.parentNode).replaceChildren(...options.map(one => {
      const option = document.createElement('option');
      option.value = one.line;
      if (one.help && one.help !== one.line) option.label = one.help;
      return option;
    }));
  }));

  // A document may be the text of a file: it is read here, and sent as if it had
  // been typed.
  const largestFile = 200 * 1024; // bytes
  modal.addEventListener('change', async event => {
    const chooser = event.target, file = chooser.files?.[0];
    if (!file) return;
    const fault = document.getElementById(chooser.id + '-fault'), told = fault.nextElementSibling, into = document.getElementById(chooser.dataset.into);
    fault.textContent = told.textContent = '';
    chooser.removeAttribute('aria-invalid');
    const refuse = why => {
      fault.textContent = words(why);
      chooser.setAttribute('aria-invalid', 'true');
      chooser.value = '';
    };
    if (file.size > largestFile) return refuse('fileLarge');
    const bytes = await file.arrayBuffer().catch(() => null);
    if (!bytes) return refuse('fileLost');
    if (new Uint8Array(bytes).includes(0)) return refuse('fileOther');
    const text = textOf(bytes);
    if (!text.trim()) return refuse('fileEmpty');
    into.value = text;
    told.textContent = `${words('fileRead')} ${file.name}.`;
  });

  // textOf reads UTF-8, or what Windows wrote before it.
  function textOf(bytes) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder('windows-1252').decode(bytes);
    }
  }

  // --- Completion ------------------------------------------------------------

  // later runs what was asked last, when nothing more was asked for a moment.
  function later(run) {
    let timer;
    return event => {
      clearTimeout(timer);
      timer = setTimeout(() => run(event), 60);
    };
  }

  let asking;
  async function proposals(to, fields) {
    asking?.abort();
    asking = new AbortController();
    try {
      const response = await post(to, fields, asking.signal);
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  let active = -1;
  const options = () => [...choices.children];

  function closeChoices() {
    asking?.abort();
    choices.hidden = true;
    choices.replaceChildren();
    active = -1;
    line.setAttribute('aria-expanded', 'false');
    line.removeAttribute('aria-activedescendant');
  }

  async function complete() {
    const typed = line.value;
    if (!typed.startsWith('/') || line.selectionEnd !== typed.length) return closeChoices();
    const found = await proposals('/complete', [['line', typed]]);
    if (!found || line.value !== typed) return;
    const useful = found.filter(one => one.line !== typed);
    if (!useful.length) return closeChoices();
    active = -1;
    line.removeAttribute('aria-activedescendant');
    choices.replaceChildren(...useful.map((one, i) => {
      const option = document.createElement('li');
      option.id = 'choice-' + i;
      option.role = 'option';
      option.ariaSelected = 'false';
      option.dataset.line = one.line;
      option.append(one.name);
      if (one.help) {
        const help = document.createElement('span');
        help.textContent = one.help;
        option.append(help);
      }
      return option;
    }));
    choices.hidden = false;
    line.setAttribute('aria-expanded', 'true');
    say(`${useful.length} ${words(useful.length === 1 ? 'foundOne' : 'found')}`);
  }

  function point(at) {
    const all = options();
    active = (at + all.length) % all.length;
    all.forEach((option, i) => { option.ariaSelected = String(i === active); });
    all[active].scrollIntoView({ block: 'nearest' });
    line.setAttribute('aria-activedescendant', all[active].id);
  }

  function take(option) {
    const chosen = option.dataset.line;
    line.value = chosen.endsWith(':') ? chosen : chosen + ' ';
    closeChoices();
    line.focus();
    if (chosen.endsWith(':') || !chosen.includes(' ')) complete();
  }

  line.addEventListener('input', later(complete));
  line.addEventListener('blur', closeChoices);
  choices.addEventListener('mousedown', event => {
    event.preventDefault(); // keep the focus in the line
    const option = event.target.closest('[role=option]');
    if (option) take(option);
  });

  line.addEventListener('keydown', event => {
    if (event.isComposing) return;
    const open = !choices.hidden;
    switch (event.key) {
      case 'ArrowDown':
        if (open) point(active + 1);
        else if (back < past.length) line.value = past[++back] ?? draft;
        else return;
        break;
      case 'ArrowUp':
        if (open) point(active < 0 ? -1 : active - 1);
        else if (back > 0) {
          if (back === past.length) draft = line.value;
          line.value = past[--back];
        } else return;
        break;
      case 'Tab':
        if (!open || event.shiftKey) return;
        take(options()[Math.max(active, 0)]);
        break;
      case 'Enter':
        if (!open || active < 0) return;
        take(options()[active]);
        break;
      case 'Escape':
        if (!open) return;
        closeChoices();
        break;
      default:
        return;
    }
    event.preventDefault();
  });

  // --- Events ----------------------------------------------------------------

  let stream, wasLost = false, tries = 0, run, over = false;

  // end is for the page of a thread that is gone. What was typed in it stays.
  function end() {
    over = true;
    hush();
    notice.textContent = words('closed');
  }

  function listen() {
    if (stream || over) return;
    stream = new EventSource(path + '/events');
    stream.addEventListener('snapshot', event => {
      const snapshot = JSON.parse(event.data);
      const here = new Set(snapshot.messages.map(message => message.id));
      // What one person alone sees is known to the process that showed it: after
      // a restart it stays as it was.
      const known = run === snapshot.run ? '.message:not(.pending)' : '.message:not(.alone, .pending)';
      for (const node of log.querySelectorAll(known)) if (!here.has(idOf(node))) gone(idOf(node));
      if (run) regroup(); // what was opened meanwhile was not told
      run = snapshot.run;
      for (const message of snapshot.messages) show(message);
      tries = 0;
      if (wasLost) {
        wasLost = false;
        notice.textContent = '';
        say(words('back'));
      }
    });
    stream.addEventListener('message', event => show(JSON.parse(event.data)));
    stream.addEventListener('gone', event => gone(JSON.parse(event.data)));
    stream.addEventListener('closed', end);
    stream.addEventListener('elsewhere', async event => {
      const link = () => find(`a[data-place="${CSS.escape(JSON.parse(event.data))}"]`);
      if (!link()) await regroup();
      if (link()) find('.unread', link()).hidden = false;
    });
    stream.addEventListener('error', async () => {
      hush();
      tries++;
      setTimeout(() => { if (!document.hidden) listen(); }, tries < 10 ? 1000 : 5000);
      const why = await trouble();
      if (why === 'closed') return end();
      if (!why || stream?.readyState === EventSource.OPEN) return;
      if (!wasLost) notice.textContent = words(why); // said once, not at each try
      wasLost = true;
    });
  }

  // regroup lists the private conversations as they are now: one has just begun.
  async function regroup() {
    const response = await fetch(path).catch(() => null);
    if (!response?.ok) return;
    const fresh = find('#groups', new DOMParser().parseFromString(await response.text(), 'text/html'));
    const unread = [...find('#groups').querySelectorAll('a')].filter(link => !find('.unread', link).hidden).map(link => link.dataset.place);
    find('#groups').replaceChildren(...fresh.childNodes);
    for (const link of find('#groups').querySelectorAll('a')) find('.unread', link).hidden = !unread.includes(link.dataset.place);
  }

  // trouble is why no events come; empty when it may pass by itself.
  async function trouble() {
    const response = await fetch(path, { method: 'HEAD' }).catch(() => null);
    if (!response) return 'lost';
    if (response.status === 403 || response.status === 421) return 'expired';
    if (response.status === 404) return 'closed';
    return tries > 2 && response.ok ? 'tooMany' : '';
  }

  function hush() {
    stream?.close();
    stream = null;
  }

  // A browser keeps six connections to one place: a page nobody looks at gives
  // its own back.
  document.addEventListener('visibilitychange', () => (document.hidden ? hush() : listen()));
  addEventListener('pagehide', hush);
  addEventListener('pageshow', listen);

  const menu = find('#menu'), doors = find('#doors'), narrow = matchMedia('(max-width: 46rem)');
  function unfold(open) {
    doors.classList.toggle('open', open);
    menu.setAttribute('aria-expanded', String(open));
    find('main').inert = open && narrow.matches; // it lies under the menu
  }
  menu.addEventListener('click', () => unfold(!doors.classList.contains('open')));
  narrow.addEventListener('change', () => unfold(false));
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && doors.classList.contains('open')) {
      unfold(false);
      menu.focus();
    }
  });

  if (!reach()) toBottom();
})();
