// The demo phone: asks the demo's own addresses for its whole state, and draws each answer.
"use strict";

const el = (id) => document.getElementById(id);
const base = location.pathname.replace(/\/+$/, "");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const UNREACHED = "We could not reach the demo phone. Check your connection, then try again.";
const TICKS = {
  sending: ["sending", "Sending"],
  sent: ["sent", "Sent"],
  delivered: ["delivered", "Delivered"],
  undelivered: ["failed", "Not delivered"],
  failed: ["failed", "Not sent"],
};

let state = null; // the last answer
let calls = 0; // how many were asked, so that a late answer never overwrites a newer one
let busy = false;
let looks = 0; // quiet looks left for texts still on their way
let lookTimer = 0;

// ---- Building elements ----

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

function icon(name, label) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", `tick tick-${name}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

function say(id, text) {
  if (el(id).textContent !== text) el(id).textContent = text;
}

/** Keeps a box's children in step with a list, so that a button keeps the focus when it stays. */
function keep(box, items, key, create, update = () => {}) {
  const old = new Map([...box.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, place) => {
    const node = old.get(key(item)) ?? create(item);
    old.delete(key(item));
    node.dataset.key = key(item);
    update(node, item);
    if (box.children[place] !== node) box.insertBefore(node, box.children[place] ?? null);
  });
  for (const gone of old.values()) {
    if (gone.contains(document.activeElement)) el("thread").focus({ preventScroll: true });
    gone.remove();
  }
}

/** A button that is off stays in the tab order: a press does nothing, and the focus is not lost. */
function button(className, text, press) {
  const node = make("button", className, text);
  node.type = "button";
  node.addEventListener("click", () => node.ariaDisabled !== "true" && press());
  return node;
}

// ---- Asking the back end ----

async function ask(path, body) {
  const options = { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(60000) };
  if (body) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(`${base}/${path}`, options).catch(() => null);
  const json = await answer?.json().catch(() => null);
  if (!answer?.ok || !json) throw new Error(json?.error || UNREACHED);
  return json;
}

/** Asks, shows that it is under way, and draws the answer; says whether it went well. */
async function call(path, body) {
  if (busy) return false;
  calls += 1;
  clearTimeout(lookTimer);
  setBusy(true);
  say("trouble", "");
  let answer = null;
  try {
    answer = await ask(path, body);
  } catch (error) {
    say("trouble", error.message);
  }
  if (answer) draw(answer, path);
  setBusy(false);
  showPhone();
  looks = 5;
  lookLater();
  return answer !== null;
}

/** Looks again, quietly, while a text is on its way, so that its ticks come true. */
function lookLater() {
  const underWay = state?.messages.some((message) => message.state === "sending" || message.state === "sent");
  if (!underWay || looks < 1) return;
  lookTimer = setTimeout(look, 2000);
}

async function look() {
  const mine = calls;
  looks -= 1;
  const answer = await ask("state").catch(() => null);
  if (mine !== calls) return;
  if (answer) draw(answer, "look");
  lookLater();
}

function setBusy(on) {
  busy = on;
  el("progress").hidden = !on;
  for (const node of document.querySelectorAll("button[type]")) {
    node.ariaBusy = String(on);
    node.ariaDisabled = String(on || node.dataset.impossible === "true");
  }
}

/** On a small screen the phone may be out of sight when its answer comes. */
function showPhone() {
  const place = el("phone").getBoundingClientRect();
  if (place.bottom > innerHeight * 0.3 && place.top < innerHeight * 0.7) return;
  el("phone").scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
}

// ---- Drawing ----

function draw(next, path) {
  const before = state;
  state = next;
  drawWords();
  drawQuick();
  drawMoves();
  drawDads();
  drawNext();
  const came = drawThread(before, path);
  if (path !== "look") say("came", [path === "move" ? cameWords(came) : "", nextWords()].join(" ").trim());
}

function drawWords() {
  const [day, time = ""] = state.now_words.split(", ");
  const [weekday, number, month = ""] = day.split(" ");
  say("clock", time);
  say("date", `${weekday.slice(0, 3)} ${number} ${month.slice(0, 3)}`);
  say("now", state.now_words);
  say("number", `This phone: ${state.number}`);
  say("service", state.service);
  say("avatar", state.service.slice(0, 1));
  say("stage", state.stage ?? "Text message");
  say("hint", state.hint ?? "");
  say("note", state.note ?? "");
  el("note").hidden = !state.note;
  el("empty").hidden = state.messages.length > 0;
}

function drawQuick() {
  const create = (text) => button("chip", text, () => call("text", { text }));
  keep(el("quick"), state.quick, (text) => text, create);
}

function drawMoves() {
  const create = (move) => button("move", "", () => call("move", { by: move.by }));
  const update = (node, move) => {
    node.textContent = move.label;
    node.dataset.impossible = String(!move.possible);
    node.ariaDisabled = String(busy || !move.possible);
  };
  keep(el("moves"), state.moves, (move) => move.by, create, update);
}

function drawDads() {
  const create = (dad) => {
    const node = button("dad", "", () => call("start", { scenario: dad.id }));
    node.append(make("span", "dad-label", dad.label), make("span", "dad-about", dad.about));
    return node;
  };
  const update = (node, dad) => (node.ariaCurrent = String(dad.id === state.scenario));
  keep(el("dads"), state.scenarios, (dad) => dad.id, create, update);
}

function drawNext() {
  el("next-none").hidden = state.next.length > 0;
  el("next").hidden = state.next.length === 0;
  keep(el("next"), state.next, (text) => [text.day, text.time, text.reason, text.text].join("|"), makeNext);
  measureNext();
}

function makeNext(text) {
  const node = make("li");
  const when = `${text.day}, ${text.time}`;
  const words = make("p", "next-text", text.text);
  const more = button("more", "", () => showAll(node.classList.toggle("open")));
  const showAll = (open) => {
    more.textContent = open ? "Show less" : "Show all";
    more.ariaLabel = `${more.textContent}: ${when}`;
    more.ariaExpanded = String(open);
  };
  showAll(false);
  words.dir = "auto";
  node.append(make("p", "next-when", when), make("p", "next-reason", text.reason), words, more);
  return node;
}

/** "Show all" stands only where two lines do not hold the text. */
function measureNext() {
  for (const node of el("next").querySelectorAll("li:not(.open)")) {
    const words = node.querySelector(".next-text");
    node.querySelector(".more").hidden = words.scrollHeight <= words.clientHeight + 1;
  }
}

function cameWords(came) {
  if (came > 1) return `${came} texts came.`;
  return came === 1 ? "One text came." : "No text came.";
}

function nextWords() {
  const [first] = state.next;
  return first ? `The next text is due ${first.day}, ${first.time}.` : "No text is planned.";
}

// ---- The thread ----

const shown = new Map(); // the texts in the thread, by id
let waiting = []; // texts that are about to come in
let waitTimer = 0;
let lastDay = "";

/** Brings the thread in step and answers how many texts of the service are new. */
function drawThread(before, path) {
  comeIn(waiting.length);
  const known = new Set(state.messages.map((message) => message.id));
  const afresh = !before || path === "start" || [...shown.keys()].some((id) => !known.has(id));
  if (afresh) clearThread();
  const fresh = state.messages.filter((message) => !shown.has(message.id));
  for (const message of state.messages) updateMessage(message);
  waiting = [...fresh];
  if (afresh || calm.matches) comeIn(fresh.length);
  else comeInSoon(fresh.length);
  if (afresh) settleThread();
  return fresh.filter((message) => !message.mine).length;
}

function clearThread() {
  el("thread").ariaLive = "off"; // a whole thread is not read out; what comes after it is
  for (const node of el("thread").querySelectorAll(".day, .message")) node.remove();
  shown.clear();
  lastDay = "";
}

function settleThread() {
  toNewest("instant");
  setTimeout(() => (el("thread").ariaLive = "polite"), 300);
}

/** Texts come in one after another, all within about a second. */
function comeInSoon(count) {
  clearTimeout(waitTimer);
  if (!waiting.length) return;
  comeIn(1, "arriving");
  toNewest("smooth");
  waitTimer = setTimeout(() => comeInSoon(count), Math.min(260, 1100 / count));
}

function comeIn(count, how) {
  for (const message of waiting.splice(0, count)) {
    if (message.day !== lastDay) el("thread").append(make("p", "day", message.day));
    lastDay = message.day;
    const node = makeMessage(message);
    if (how) node.classList.add(how);
    shown.set(message.id, { node, state: message.state });
    el("thread").append(node);
  }
  if (count && !how) toNewest("instant");
}

function toNewest(behavior) {
  el("thread").scrollTo({ top: el("thread").scrollHeight, behavior });
}

function makeMessage(message) {
  const node = make("div", message.mine ? "message mine" : "message theirs");
  const bubble = make("p", "bubble", message.text);
  bubble.dir = "auto";
  node.append(make("span", "unseen", message.mine ? "You: " : `${state.service}: `), bubble, makeFacts(message));
  return node;
}

/** The small line under a text: time, parts, ticks, and why it came. */
function makeFacts(message) {
  const facts = make("div", "facts");
  const line = make("p", "facts-line", message.mine ? message.time : `${message.time} · ${partsWords(message)}`);
  const tick = TICKS[message.state];
  if (tick && (!message.mine || tick[0] === "failed")) {
    line.append(" · ", icon(tick[0], tick[1]));
    if (tick[0] === "failed") {
      line.lastChild.setAttribute("aria-hidden", "true"); // the words say it
      line.append(make("span", "bad", tick[1]));
    }
  }
  facts.append(line);
  if (message.reason && !message.mine) facts.append(make("p", "reason", message.reason));
  return facts;
}

function partsWords({ parts, encoding }) {
  const words = parts === 1 ? "1 part" : `${parts} parts`;
  return encoding && encoding !== "GSM-7" ? `${words}, ${encoding}` : words;
}

function updateMessage(message) {
  const known = shown.get(message.id);
  if (!known || known.state === message.state) return;
  known.state = message.state;
  known.node.querySelector(".facts").replaceWith(makeFacts(message));
}

// ---- The composer ----

async function send(event) {
  event.preventDefault();
  const text = el("text").value;
  if (!text.trim()) return el("text").focus();
  const sent = await call("text", { text });
  if (sent && el("text").value === text) el("text").value = "";
}

function sendOnEnter(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  el("composer").requestSubmit();
}

el("composer").addEventListener("submit", send);
el("text").addEventListener("keydown", sendOnEnter);
new ResizeObserver(measureNext).observe(el("next"));
el("main").hidden = false;
call("state");
