//! The memory of a runtime, which is counted.
//!
//! QuickJS has a limit of its own, but does not tell that it was reached: without memory for an error it throws `null`,
//! and a promise that was to be rejected with it never settles. Both are what a plugin can do as well.
#![allow(unsafe_code, reason = "an allocator cannot be written without")]

use std::cell::Cell;
use std::ptr;
use std::rc::Rc;

use rquickjs::allocator::{Allocator, RustAllocator};

/// Tells if memory was refused.
#[derive(Clone, Debug, Default)]
pub(super) struct Refused(Rc<Cell<bool>>);

impl Refused {
    pub(super) fn any(&self) -> bool {
        self.0.get()
    }

    pub(super) fn forget(&self) {
        self.0.set(false);
    }
}

/// The allocator of Rust, up to a limit.
#[derive(Debug)]
pub(super) struct Memory {
    limit: usize,
    used: usize,
    refused: Refused,
}

impl Memory {
    pub(super) fn new(limit: usize, refused: Refused) -> Self {
        Self { limit, used: 0, refused }
    }

    /// Returns true if so many bytes more may be used.
    fn admits(&self, size: Option<usize>) -> bool {
        let used = size.and_then(|size| self.used.checked_add(size));
        let admits = used.is_some_and(|used| used <= self.limit);
        if !admits {
            self.refused.0.set(true);
        }
        admits
    }

    /// Counts what was allocated.
    fn counted(&mut self, allocated: *mut u8) -> *mut u8 {
        if allocated.is_null() {
            self.refused.0.set(true);
        } else {
            self.used += size_of(allocated);
        }
        allocated
    }
}

/// The size of what [`RustAllocator`] has allocated.
fn size_of(allocated: *mut u8) -> usize {
    // SAFETY: the callers pass pointers that this allocator has returned.
    unsafe { RustAllocator::usable_size(allocated) }
}

// SAFETY: every pointer comes from `RustAllocator`, goes back to it, and is passed on as it is. A refusal is the null
// pointer, which the trait allows.
unsafe impl Allocator for Memory {
    fn alloc(&mut self, size: usize) -> *mut u8 {
        if !self.admits(Some(size)) {
            return ptr::null_mut();
        }
        let allocated = RustAllocator.alloc(size);
        self.counted(allocated)
    }

    fn calloc(&mut self, count: usize, size: usize) -> *mut u8 {
        if !self.admits(count.checked_mul(size)) {
            return ptr::null_mut();
        }
        let allocated = RustAllocator.calloc(count, size);
        self.counted(allocated)
    }

    unsafe fn dealloc(&mut self, ptr: *mut u8) {
        self.used = self.used.saturating_sub(size_of(ptr));
        // SAFETY: as the caller promises.
        unsafe { RustAllocator.dealloc(ptr) };
    }

    unsafe fn realloc(&mut self, ptr: *mut u8, new_size: usize) -> *mut u8 {
        if ptr.is_null() {
            return self.alloc(new_size);
        }
        let before = size_of(ptr);
        if new_size > before && !self.admits(Some(new_size - before)) {
            return ptr::null_mut();
        }
        // SAFETY: as the caller promises.
        let allocated = unsafe { RustAllocator.realloc(ptr, new_size) };
        if !allocated.is_null() {
            self.used = self.used.saturating_sub(before);
        }
        self.counted(allocated)
    }

    unsafe fn usable_size(ptr: *mut u8) -> usize {
        size_of(ptr)
    }
}
