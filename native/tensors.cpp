#include <ATen/ATen.h>

#include "guard.h"

worldgan_tensor worldgan_tensor_from_memory(void* data, const int64_t* shape, int32_t dimensions, int32_t scalar_type, void (*release)(void*), void* context) {
    return worldgan::guarded(static_cast<worldgan_tensor>(nullptr), [&] {
        auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(scalar_type));
        at::IntArrayRef sizes(shape, dimensions);
        if (release == nullptr) return worldgan::give(at::from_blob(data, sizes, options).clone());
        return worldgan::give(at::from_blob(data, sizes, [release, context](void*) { release(context); }, options));
    });
}

void worldgan_tensor_free(worldgan_tensor tensor) {
    worldgan::guarded(0, [&] {
        c10::intrusive_ptr<at::TensorImpl, c10::UndefinedTensorImpl>::reclaim(static_cast<at::TensorImpl*>(tensor));
        worldgan::live_tensors.fetch_sub(1, std::memory_order_relaxed);
        return 0;
    });
}

int64_t worldgan_tensor_count(void) { return worldgan::live_tensors.load(std::memory_order_relaxed); }

int32_t worldgan_tensor_describe(worldgan_tensor handle, worldgan_tensor_info* info) {
    return worldgan::guarded(-1, [&] {
        auto tensor = worldgan::borrow(handle);
        info->dimensions = tensor.dim();
        info->elements = tensor.numel();
        info->scalar_type = static_cast<int32_t>(tensor.scalar_type());
        info->element_size = static_cast<int32_t>(tensor.element_size());
        info->device_type = static_cast<int32_t>(tensor.device().type());
        info->device_index = tensor.device().index();
        info->requires_grad = tensor.requires_grad();
        info->is_leaf = tensor.is_leaf();
        info->is_contiguous = tensor.is_contiguous();
        info->is_defined = tensor.defined();
        return 0;
    });
}

int32_t worldgan_tensor_shape(worldgan_tensor handle, int64_t* sizes, int64_t* strides) {
    return worldgan::guarded(-1, [&] {
        auto tensor = worldgan::borrow(handle);
        for (int64_t i = 0; i < tensor.dim(); i++) {
            if (sizes != nullptr) sizes[i] = tensor.size(i);
            if (strides != nullptr) strides[i] = tensor.stride(i);
        }
        return 0;
    });
}

void* worldgan_tensor_data(worldgan_tensor handle) {
    return worldgan::guarded(static_cast<void*>(nullptr), [&] { return worldgan::borrow(handle).data_ptr(); });
}
