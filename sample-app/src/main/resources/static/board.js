'use strict';

const PAGE_SIZE = 15;
const element = id => document.getElementById(id);
const money = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

let page = 0;
let products = [];

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error('The server cannot be reached.');
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) {
    throw new Error(body?.detail ?? `The server answered ${response.status}.`);
  }
  return body;
}

function post(path, body) {
  return call(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

function say(text, isError = false) {
  const message = element('message');
  message.textContent = text;
  message.classList.toggle('error', isError);
  message.hidden = false;
  message.scrollIntoView({ block: 'nearest' });
}

/** Runs work and shows its failure, if any. */
async function attempt(work) {
  try {
    await work();
  } catch (failure) {
    say(failure.message, true);
  }
}

function cell(row, content, className) {
  const td = row.insertCell();
  td.append(content);
  if (className) {
    td.className = className;
  }
}

function button(text, className, label, action) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.className = className;
  made.setAttribute('aria-label', label);
  made.addEventListener('click', action);
  return made;
}

async function showOrders() {
  const query = new URLSearchParams({ page, size: PAGE_SIZE });
  if (element('status').value) {
    query.set('status', element('status').value);
  }
  const found = await call(`/api/orders?${query}`);
  const rows = element('orders');
  rows.replaceChildren();
  for (const order of found.orders) {
    const row = rows.insertRow();
    cell(row, button(order.id, 'link', `Show order ${order.id}`, () => attempt(() => showDetails(order.id))), 'id number');
    cell(row, order.customer, 'customer');
    cell(row, moment.format(new Date(order.placedAt)), 'placed');
    cell(row, money.format(order.total), 'total number');
    cell(row, order.status.toLowerCase(), `status ${order.status}`);
    cell(row, order.status === 'PLACED'
      ? button('Cancel', '', `Cancel order ${order.id}`, () => attempt(() => cancel(order.id)))
      : '', 'action');
  }
  const pages = Math.max(1, Math.ceil(found.total / PAGE_SIZE));
  element('place').textContent = `Page ${page + 1} of ${pages}, ${found.total} orders`;
  element('previous').disabled = page === 0;
  element('next').disabled = page + 1 >= pages;
}

function fillDetails(order) {
  element('details-title').textContent = `Order ${order.id}`;
  element('details-of').textContent = `${order.customer}, ${order.status.toLowerCase()}, total ${money.format(order.total)}`;
  const rows = element('details-lines');
  rows.replaceChildren();
  for (const line of order.lines) {
    const row = rows.insertRow();
    cell(row, `${line.name} (${line.sku})`);
    cell(row, line.quantity, 'number');
    cell(row, money.format(line.unitPrice), 'number');
  }
  element('details').hidden = false;
}

async function showDetails(id) {
  fillDetails(await call(`/api/orders/${id}`));
  element('details-title').focus();
}

async function cancel(id) {
  fillDetails(await post(`/api/orders/${id}/cancel`));
  say(`Order ${id} is cancelled and its stock is given back.`);
  await Promise.all([showOrders(), loadProducts()]);
}

function options(select, values) {
  const chosen = select.value;
  select.replaceChildren(...values.map(([value, text]) => new Option(text, value, false, value === chosen)));
}

function fillSkus(select) {
  options(select, products.map(p => [p.sku, `${p.name}, ${money.format(p.price)} (${p.onHand} on hand)`]));
}

async function loadProducts() {
  products = await call('/api/products');
  document.querySelectorAll('.sku').forEach(fillSkus);
}

function addLine() {
  const lines = element('lines');
  lines.append(element('line').content.cloneNode(true));
  const line = lines.lastElementChild;
  fillSkus(line.querySelector('.sku'));
  line.querySelector('.sku').selectedIndex = Math.min(lines.children.length, products.length) - 1;
  line.querySelector('.remove').addEventListener('click', () => {
    if (lines.children.length > 1) {
      line.remove();
    }
  });
}

async function place(submit) {
  submit.disabled = true;
  try {
    const order = await post('/api/orders', {
      customerId: Number(element('customer').value),
      lines: [...element('lines').children].map(line => ({
        sku: line.querySelector('.sku').value,
        quantity: Number(line.querySelector('.quantity').value),
      })),
    });
    say(`Order ${order.id} is placed.`);
    fillDetails(order);
    page = 0;
    element('lines').replaceChildren();
    await loadProducts();
    addLine();
    await showOrders();
  } finally {
    submit.disabled = false;
  }
}

async function showPool() {
  const figures = await call('/api/pool');
  const texts = {
    ...figures,
    size: `${figures.size} of ${figures.maxSize}`,
    meanAcquireMicros: `${(figures.meanAcquireMicros / 1000).toFixed(2)} ms`,
    statementHitPercent: `${figures.statementHitPercent} %`,
  };
  document.querySelectorAll('[data-figure]').forEach(shown => {
    shown.textContent = texts[shown.dataset.figure];
  });
}

/** Figures that cannot be had are shown as such; the next round tries again. */
async function watchPool() {
  try {
    await showPool();
  } catch {
    document.querySelectorAll('[data-figure]').forEach(shown => { shown.textContent = '–'; });
  }
  setTimeout(watchPool, 2000);
}

function turn(pages) {
  page += pages;
  attempt(showOrders);
}

element('status').addEventListener('change', () => {
  page = 0;
  attempt(showOrders);
});
element('previous').addEventListener('click', () => turn(-1));
element('next').addEventListener('click', () => turn(1));
element('add-line').addEventListener('click', addLine);
element('new-order').addEventListener('submit', event => {
  event.preventDefault();
  attempt(() => place(event.submitter ?? event.target.querySelector('[type=submit]')));
});

attempt(showOrders);
attempt(async () => {
  const customers = await call('/api/customers');
  options(element('customer'), customers.map(c => [c.id, `${c.name}, ${c.city}`]));
});
attempt(async () => {
  await loadProducts();
  addLine();
});
watchPool();
