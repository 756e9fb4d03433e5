/* The interpreter's loop, in which QuickJS spends the largest part of its time, is optimised more than the rest. */
#include "quickjs.h"

static __attribute__((optimize("O2"))) JSValue
JS_CallInternal(JSContext *caller_ctx, JSValueConst func_obj, JSValueConst this_obj, JSValueConst new_target, int argc,
                JSValueConst *argv, int flags);
