#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

#include "guard.h"

namespace {

worldgan_tensor* give_all(const torch::autograd::variable_list& tensors, worldgan_tensor* results) {
    for (const auto& tensor : tensors) *results++ = worldgan::give(tensor);
    return results;
}

} // namespace

int32_t worldgan_requires_grad(worldgan_tensor tensor, int32_t value) {
    return worldgan::guarded(-1, [&] {
        worldgan::borrow(tensor).set_requires_grad(value != 0);
        return 0;
    });
}

int32_t worldgan_grad(worldgan_tensor tensor, worldgan_tensor* grad) {
    return worldgan::guarded(-1, [&] {
        *grad = worldgan::give(worldgan::borrow(tensor).grad());
        return 0;
    });
}

int32_t worldgan_set_grad(worldgan_tensor tensor, worldgan_tensor grad) {
    return worldgan::guarded(-1, [&] {
        worldgan::borrow(tensor).mutable_grad() = worldgan::borrow(grad);
        return 0;
    });
}

int32_t worldgan_backward(const worldgan_tensor* tensors, int32_t count, const worldgan_tensor* gradients, int32_t gradient_count,
                          int32_t retain_graph, int32_t create_graph, const worldgan_tensor* inputs, int32_t input_count) {
    return worldgan::guarded(-1, [&] {
        torch::autograd::backward(worldgan::borrow(tensors, count), worldgan::borrow(gradients, gradient_count), retain_graph != 0,
                                  create_graph != 0, worldgan::borrow(inputs, input_count));
        return 0;
    });
}

int32_t worldgan_autograd_grad(const worldgan_tensor* outputs, int32_t output_count, const worldgan_tensor* inputs, int32_t input_count,
                               const worldgan_tensor* gradients, int32_t gradient_count, int32_t retain_graph, int32_t create_graph,
                               int32_t allow_unused, worldgan_tensor* results) {
    return worldgan::guarded(-1, [&] {
        give_all(torch::autograd::grad(worldgan::borrow(outputs, output_count), worldgan::borrow(inputs, input_count),
                                       worldgan::borrow(gradients, gradient_count), retain_graph != 0, create_graph != 0, allow_unused != 0),
                 results);
        return 0;
    });
}

int32_t worldgan_grad_mode(void) { return c10::GradMode::is_enabled(); }

void worldgan_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

void* worldgan_inference_mode_enter(int32_t enabled) {
    return worldgan::guarded(static_cast<void*>(nullptr), [&]() -> void* { return new c10::InferenceMode(enabled != 0); });
}

void worldgan_inference_mode_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

int32_t worldgan_inference_mode(void) { return c10::InferenceMode::is_enabled(); }
