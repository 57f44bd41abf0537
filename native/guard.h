// What every file of the shim needs: handles, and a fence that no exception crosses.
#pragma once
#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <atomic>
#include <exception>
#include <string>
#include <vector>

#include "worldgan_torch.h"

namespace worldgan {

extern std::atomic<int64_t> live_tensors;

void remember_error(std::string message) noexcept;

// Runs the body; an exception becomes the thread's message and `failure`.
template <class Body, class Result>
Result guarded(Result failure, Body&& body) noexcept {
    try {
        return body();
    } catch (const c10::Error& error) {
        remember_error(error.what_without_backtrace());
    } catch (const std::exception& error) {
        remember_error(error.what());
    } catch (...) {
        remember_error("libtorch threw something that is no std::exception.");
    }
    return failure;
}

// A handle is a counted reference to the tensor's implementation: no wrapper is allocated.
inline worldgan_tensor give(at::Tensor tensor) {
    if (!tensor.defined()) return nullptr;
    live_tensors.fetch_add(1, std::memory_order_relaxed);
    return tensor.unsafeReleaseTensorImpl();
}

// A second reference to what the caller keeps.
inline at::Tensor borrow(const void* handle) {
    if (handle == nullptr) return {};
    auto* implementation = static_cast<at::TensorImpl*>(const_cast<void*>(handle));
    return at::Tensor(c10::intrusive_ptr<at::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(implementation));
}

inline std::vector<at::Tensor> borrow(const worldgan_tensor* handles, int32_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(count);
    for (int32_t i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
    return tensors;
}

} // namespace worldgan
