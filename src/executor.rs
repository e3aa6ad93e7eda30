//! A minimal executor: each task awaits one event at a time, delivered by [`deliver`].
//!
//! wasm-bindgen-futures would await promises instead. It costs 2 KB of the download and 2 µs an await, and a trap in one of its microtasks ends a
//! Node process, while the caller of [`deliver`] can catch it.

use crate::host::Event;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// A future that awaits events.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()>>>;

/// A place for a task. It is empty while the task runs.
struct Slot {
    task: Option<Task>,
    events: Events,
}

thread_local! {
    /// Task n is in slot n - 1; no task has the number 0.
    static SLOTS: RefCell<Vec<Slot>> = const { RefCell::new(Vec::new()) };
    /// The numbers of finished tasks, whose slots are used again.
    static FREE: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// The events of one task.
#[derive(Clone, Default)]
pub(crate) struct Events(Rc<Cell<Option<Event>>>);

impl Events {
    /// The next event.
    pub(crate) fn next(&self) -> impl Future<Output = Event> {
        std::future::poll_fn(|_| self.0.take().map_or(Poll::Pending, Poll::Ready))
    }

    fn push(&self, event: Event) {
        // Of two events that wait, the first counts.
        let first = self.0.take();
        self.0.set(first.or(Some(event)));
    }

    fn has_event(&self) -> bool {
        self.peek(|event| event.is_some())
    }

    /// Whether the next event is the caller's abort.
    pub(crate) fn is_aborted(&self) -> bool {
        self.peek(|event| matches!(event, Some(Event::Aborted)))
    }

    fn peek(&self, test: impl FnOnce(&Option<Event>) -> bool) -> bool {
        let event = self.0.take();
        let result = test(&event);
        self.0.set(event);
        result
    }
}

/// Runs a task until it awaits an event. Returns the number to deliver events to.
pub(crate) fn spawn(task: impl FnOnce(Events) -> Task) -> u32 {
    let events = Events::default();
    let slot = Slot { task: None, events: events.clone() };
    let free = FREE.with_borrow_mut(Vec::pop);
    let number = SLOTS.with_borrow_mut(|slots| {
        if let Some(number) = free
            && let Some(place) = slots.get_mut(number as usize - 1)
        {
            *place = slot;
            return number;
        }
        slots.push(slot);
        slots.len() as u32
    });
    run(number, &events, task(events.clone()));
    number
}

/// Delivers an event. While the task runs (it calls the host, which calls the user's `fetch`) the event waits.
pub(crate) fn deliver(number: u32, event: Event) {
    let slot = |slots: &mut Vec<Slot>| {
        let slot = slots.get_mut((number as usize).wrapping_sub(1))?;
        slot.events.push(event);
        Some((slot.task.take()?, slot.events.clone()))
    };
    if let Some((task, events)) = SLOTS.with_borrow_mut(slot) {
        run(number, &events, task);
    }
}

fn run(number: u32, events: &Events, mut task: Task) {
    loop {
        if task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
            FREE.with_borrow_mut(|free| free.push(number));
            return;
        }
        if !events.has_event() {
            break;
        }
    }
    SLOTS.with_borrow_mut(|slots| {
        if let Some(slot) = slots.get_mut(number as usize - 1) {
            slot.task = Some(task);
        }
    });
}
