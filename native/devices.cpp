#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/Generator.h>
#include <dlfcn.h>
#include <torch/csrc/api/include/torch/cuda.h>

#include "guard.h"

namespace {

at::Generator borrow_generator(worldgan_generator handle) {
    return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl*>(handle)));
}

// Other devices than the CPU need their own headers to make a generator, but a copy of the default one is as good.
at::Generator make_generator(c10::DeviceType type, int32_t index) {
    if (type == c10::DeviceType::CPU) return at::detail::createCPUGenerator();
    return at::globalContext().defaultGenerator(c10::Device(type, static_cast<c10::DeviceIndex>(index))).clone();
}

} // namespace

int32_t worldgan_manual_seed(uint64_t seed) {
    return worldgan::guarded(-1, [&] {
        at::manual_seed(seed);
        return 0;
    });
}

worldgan_generator worldgan_generator_new(uint64_t seed, int32_t device_type, int32_t device_index) {
    return worldgan::guarded(static_cast<worldgan_generator>(nullptr), [&]() -> worldgan_generator {
        auto generator = make_generator(static_cast<c10::DeviceType>(device_type), device_index);
        generator.set_current_seed(seed);
        return generator.unsafeReleaseGeneratorImpl();
    });
}

worldgan_generator worldgan_generator_default(void) {
    return worldgan::guarded(static_cast<worldgan_generator>(nullptr), [&]() -> worldgan_generator {
        at::Generator generator = at::detail::getDefaultCPUGenerator();
        return generator.unsafeReleaseGeneratorImpl();
    });
}

void worldgan_generator_free(worldgan_generator generator) {
    c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(static_cast<c10::GeneratorImpl*>(generator));
}

int32_t worldgan_generator_seed(worldgan_generator generator, uint64_t seed) {
    return worldgan::guarded(-1, [&] {
        borrow_generator(generator).set_current_seed(seed);
        return 0;
    });
}

uint64_t worldgan_generator_initial_seed(worldgan_generator generator) {
    return worldgan::guarded(uint64_t{0}, [&] { return borrow_generator(generator).current_seed(); });
}

worldgan_tensor worldgan_generator_state(worldgan_generator generator) {
    return worldgan::guarded(static_cast<worldgan_tensor>(nullptr), [&] { return worldgan::give(borrow_generator(generator).get_state()); });
}

int32_t worldgan_generator_set_state(worldgan_generator generator, worldgan_tensor state) {
    return worldgan::guarded(-1, [&] {
        borrow_generator(generator).set_state(worldgan::borrow(state));
        return 0;
    });
}

int32_t worldgan_cuda_is_available(void) {
    return worldgan::guarded(-1, [] { return static_cast<int32_t>(torch::cuda::is_available()); });
}

int32_t worldgan_cuda_device_count(void) {
    return worldgan::guarded(-1, [] { return static_cast<int32_t>(torch::cuda::device_count()); });
}

int32_t worldgan_cuda_cudnn_is_available(void) {
    return worldgan::guarded(-1, [] { return static_cast<int32_t>(torch::cuda::cudnn_is_available()); });
}

int32_t worldgan_cuda_synchronize(int64_t device_index) {
    return worldgan::guarded(-1, [&] {
        torch::cuda::synchronize(device_index);
        return 0;
    });
}

int32_t worldgan_cuda_manual_seed(uint64_t seed, int32_t all_devices) {
    return worldgan::guarded(-1, [&] {
        if (all_devices != 0) torch::cuda::manual_seed_all(seed);
        else torch::cuda::manual_seed(seed);
        return 0;
    });
}

int32_t worldgan_threads(void) { return at::get_num_threads(); }

int32_t worldgan_set_threads(int32_t count) {
    return worldgan::guarded(-1, [&] {
        at::set_num_threads(count);
        // A libtorch that multiplies matrices with OpenBLAS, as Debian's, does not tell it: its threads would wait in a busy loop.
        if (auto openblas = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) openblas(count);
        return 0;
    });
}

int32_t worldgan_interop_threads(void) { return at::get_num_interop_threads(); }

int32_t worldgan_set_interop_threads(int32_t count) {
    return worldgan::guarded(-1, [&] {
        at::set_num_interop_threads(count);
        return 0;
    });
}

int32_t worldgan_allow_tf32(int32_t cudnn) {
    return worldgan::guarded(-1, [&] {
        auto& context = at::globalContext();
        return static_cast<int32_t>(cudnn != 0 ? context.allowTF32CuDNN() : context.allowTF32CuBLAS());
    });
}

int32_t worldgan_set_allow_tf32(int32_t cudnn, int32_t allow) {
    return worldgan::guarded(-1, [&] {
        auto& context = at::globalContext();
        if (cudnn != 0) context.setAllowTF32CuDNN(allow != 0);
        else context.setAllowTF32CuBLAS(allow != 0);
        return 0;
    });
}
