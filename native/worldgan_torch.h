// The C interface between WorldGan and libtorch. Operators go through one generic call; what is no operator has a function of its own.
// A function that can fail returns a negative number or null, and worldgan_torch_error then says why. No C++ exception leaves a function.
#pragma once
#include <stdint.h>

// Raised with every change of what stands below: .NET refuses a shim that was built from another one.
#define WORLDGAN_TORCH_INTERFACE 1

#ifdef __cplusplus
extern "C" {
#endif

// What a value holds. A list points to `count` elements of 8 bytes each (bools: 1 byte each), a string to `count` bytes.
enum worldgan_kind {
    WORLDGAN_NONE, WORLDGAN_TENSOR, WORLDGAN_INT, WORLDGAN_DOUBLE, WORLDGAN_BOOL, WORLDGAN_DEVICE,
    WORLDGAN_INTS, WORLDGAN_DOUBLES, WORLDGAN_TENSORS, WORLDGAN_STRING, WORLDGAN_GENERATOR
};

typedef struct {
    int32_t kind;
    int32_t count; // lists and strings: how many; devices: the kind of device, the index is in `integer`
    union { int64_t integer; double number; const void* pointer; };
} worldgan_value;

typedef struct {
    int64_t dimensions, elements;
    int32_t scalar_type, element_size, device_type, device_index;
    int32_t requires_grad, is_leaf, is_contiguous, is_defined;
} worldgan_tensor_info;

typedef void* worldgan_tensor;    // owned by the caller, released with worldgan_tensor_free
typedef void* worldgan_generator; // owned by the caller, released with worldgan_generator_free

int32_t worldgan_torch_interface(void);
const char* worldgan_torch_error(void); // of the last call on this thread that failed
const char* worldgan_torch_version(void);

// Operators. An operator is looked up once and lives as long as the process. Arguments follow its schema; those left out at the end take
// the schema's defaults. The number of results is returned (a list of tensors counts as its elements); with `results` null they are dropped;
// when they do not fit in `capacity`, none is written and worldgan_results hands them over.
void* worldgan_operator(const char* name, const char* overload);
int32_t worldgan_call(void* op, const worldgan_value* arguments, int32_t count, worldgan_value* results, int32_t capacity);
void worldgan_results(worldgan_value* results);

// Tensors.
worldgan_tensor worldgan_tensor_from_memory(void* data, const int64_t* shape, int32_t dimensions, int32_t scalar_type, void (*release)(void*), void* context);
void worldgan_tensor_free(worldgan_tensor tensor);
int64_t worldgan_tensor_count(void); // handed out and not yet freed
int32_t worldgan_tensor_describe(worldgan_tensor tensor, worldgan_tensor_info* info);
int32_t worldgan_tensor_shape(worldgan_tensor tensor, int64_t* sizes, int64_t* strides);
void* worldgan_tensor_data(worldgan_tensor tensor);

// Automatic differentiation.
int32_t worldgan_requires_grad(worldgan_tensor tensor, int32_t value);
int32_t worldgan_grad(worldgan_tensor tensor, worldgan_tensor* grad); // null where it has none
int32_t worldgan_set_grad(worldgan_tensor tensor, worldgan_tensor grad);
int32_t worldgan_backward(const worldgan_tensor* tensors, int32_t count, const worldgan_tensor* gradients, int32_t gradient_count,
                          int32_t retain_graph, int32_t create_graph, const worldgan_tensor* inputs, int32_t input_count);
int32_t worldgan_autograd_grad(const worldgan_tensor* outputs, int32_t output_count, const worldgan_tensor* inputs, int32_t input_count,
                               const worldgan_tensor* gradients, int32_t gradient_count, int32_t retain_graph, int32_t create_graph,
                               int32_t allow_unused, worldgan_tensor* results);
int32_t worldgan_grad_mode(void);
void worldgan_set_grad_mode(int32_t enabled);
void* worldgan_inference_mode_enter(int32_t enabled);
void worldgan_inference_mode_leave(void* guard);
int32_t worldgan_inference_mode(void);

// Random numbers.
int32_t worldgan_manual_seed(uint64_t seed);
worldgan_generator worldgan_generator_new(uint64_t seed, int32_t device_type, int32_t device_index);
worldgan_generator worldgan_generator_default(void);
void worldgan_generator_free(worldgan_generator generator);
int32_t worldgan_generator_seed(worldgan_generator generator, uint64_t seed);
uint64_t worldgan_generator_initial_seed(worldgan_generator generator);
worldgan_tensor worldgan_generator_state(worldgan_generator generator);
int32_t worldgan_generator_set_state(worldgan_generator generator, worldgan_tensor state);

// Devices and threads.
int32_t worldgan_cuda_is_available(void);
int32_t worldgan_cuda_device_count(void);
int32_t worldgan_cuda_cudnn_is_available(void);
int32_t worldgan_cuda_synchronize(int64_t device_index);
int32_t worldgan_cuda_manual_seed(uint64_t seed, int32_t all_devices);
int32_t worldgan_threads(void);
int32_t worldgan_set_threads(int32_t count);
int32_t worldgan_interop_threads(void);
int32_t worldgan_set_interop_threads(int32_t count);
int32_t worldgan_allow_tf32(int32_t cudnn);
int32_t worldgan_set_allow_tf32(int32_t cudnn, int32_t allow);

#ifdef __cplusplus
}
#endif
