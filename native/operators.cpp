// One call for all operators, through libtorch's dispatcher: the operator's own schema says how the arguments are read.
#include <ATen/core/Generator.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>
#include <ATen/core/stack.h>

#include <memory>
#include <type_traits>

#include "guard.h"

namespace {

using c10::IValue;
using c10::TypeKind;

// libtorch's own optional in 1.13, std's in 2.x: named by what returns it.
using Default = std::decay_t<decltype(std::declval<c10::Argument>().default_value())>;
using OptionalTensors = std::decay_t<decltype(std::declval<IValue&>().toOptionalTensorList())>;

// How the schema wants an argument where the value alone does not say it.
enum class Wanted { AsIs, Tensor, Float, OptionalTensors };

struct Operator {
    c10::OperatorHandle handle;
    std::string name;
    std::vector<Wanted> wanted;
    std::vector<Default> defaults;
};

c10::TypePtr without_optional(const c10::TypePtr& type) {
    return type->kind() == TypeKind::OptionalType ? type->castRaw<c10::OptionalType>()->getElementType() : type;
}

Wanted wanted(const c10::Argument& argument) {
    switch (argument.type()->kind()) {
        case TypeKind::TensorType: return Wanted::Tensor;
        case TypeKind::FloatType: return Wanted::Float;
        default: break;
    }
    auto type = without_optional(argument.type());
    if (type->kind() == TypeKind::FloatType) return Wanted::Float;
    bool optional_tensors = type->kind() == TypeKind::ListType && type->castRaw<c10::ListType>()->getElementType()->kind() == TypeKind::OptionalType;
    return optional_tensors ? Wanted::OptionalTensors : Wanted::AsIs;
}

template <class Element>
IValue list(const worldgan_value& value) {
    auto* first = static_cast<const Element*>(value.pointer);
    return IValue(std::vector<Element>(first, first + value.count));
}

IValue tensors(const worldgan_value& value, Wanted want) {
    auto* handles = static_cast<void* const*>(value.pointer);
    if (want != Wanted::OptionalTensors) return IValue(worldgan::borrow(handles, value.count));

    OptionalTensors result;
    result.reserve(value.count);
    for (int32_t i = 0; i < value.count; i++)
        result.push_back(handles[i] == nullptr ? OptionalTensors::value_type() : OptionalTensors::value_type(worldgan::borrow(handles[i])));
    return IValue(std::move(result));
}

IValue generator(const worldgan_value& value) {
    auto* implementation = static_cast<c10::GeneratorImpl*>(const_cast<void*>(value.pointer));
    return IValue(at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(implementation)));
}

IValue read(const worldgan_value& value, Wanted want) {
    switch (value.kind) {
        case WORLDGAN_NONE: return want == Wanted::Tensor ? IValue(at::Tensor()) : IValue();
        case WORLDGAN_TENSOR: return IValue(worldgan::borrow(value.pointer));
        case WORLDGAN_INT: return want == Wanted::Float ? IValue(static_cast<double>(value.integer)) : IValue(value.integer);
        case WORLDGAN_DOUBLE: return IValue(value.number);
        case WORLDGAN_BOOL: return IValue(value.integer != 0);
        case WORLDGAN_DEVICE:
            return IValue(c10::Device(static_cast<c10::DeviceType>(value.count), static_cast<c10::DeviceIndex>(value.integer)));
        case WORLDGAN_INTS: return list<int64_t>(value);
        case WORLDGAN_DOUBLES: return list<double>(value);
        case WORLDGAN_TENSORS: return tensors(value, want);
        case WORLDGAN_STRING: return IValue(std::string(static_cast<const char*>(value.pointer), value.count));
        case WORLDGAN_GENERATOR: return generator(value);
        default: TORCH_CHECK(false, "A value of kind ", value.kind, " is unknown to the shim.");
    }
}

void push_arguments(torch::jit::Stack& stack, const Operator& op, const worldgan_value* arguments, int32_t count) {
    auto expected = static_cast<int32_t>(op.wanted.size());
    TORCH_CHECK(count <= expected, op.name, " takes ", expected, " arguments, got ", count, ".");
    stack.reserve(expected);
    for (int32_t i = 0; i < count; i++) stack.push_back(read(arguments[i], op.wanted[i]));
    for (int32_t i = count; i < expected; i++) {
        TORCH_CHECK(op.defaults[i].has_value(), op.name, " needs argument ", i, ", which has no default.");
        stack.push_back(*op.defaults[i]);
    }
}

worldgan_value write(at::Tensor tensor) {
    worldgan_value value{WORLDGAN_TENSOR, 0, {0}};
    value.pointer = worldgan::give(std::move(tensor));
    return value;
}

worldgan_value write_scalar(const IValue& result) {
    worldgan_value value{WORLDGAN_NONE, 0, {0}};
    if (result.isInt()) value.kind = WORLDGAN_INT, value.integer = result.toInt();
    else if (result.isDouble()) value.kind = WORLDGAN_DOUBLE, value.number = result.toDouble();
    else if (result.isBool()) value.kind = WORLDGAN_BOOL, value.integer = result.toBool();
    else TORCH_CHECK(result.isNone(), "A result of type ", result.tagKind(), " is unknown to the shim.");
    return value;
}

size_t result_count(const torch::jit::Stack& stack) {
    size_t count = 0;
    for (const auto& result : stack) count += result.isTensorList() ? result.toTensorList().size() : 1;
    return count;
}

void write_results(torch::jit::Stack& stack, worldgan_value* results) {
    for (auto& result : stack) {
        if (result.isTensor()) *results++ = write(std::move(result).toTensor());
        else if (result.isTensorList()) for (auto& tensor : result.toTensorVector()) *results++ = write(std::move(tensor));
        else *results++ = write_scalar(result);
    }
}

// Results that did not fit, until worldgan_results takes them.
thread_local torch::jit::Stack waiting;

} // namespace

void* worldgan_operator(const char* name, const char* overload) {
    return worldgan::guarded(static_cast<void*>(nullptr), [&]() -> void* {
        auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
        auto op = std::make_unique<Operator>(Operator{handle, name, {}, {}});
        for (const auto& argument : handle.schema().arguments()) {
            op->wanted.push_back(wanted(argument));
            op->defaults.push_back(argument.default_value());
        }
        return op.release();
    });
}

int32_t worldgan_call(void* op, const worldgan_value* arguments, int32_t count, worldgan_value* results, int32_t capacity) {
    return worldgan::guarded(-1, [&]() -> int32_t {
        auto& called = *static_cast<Operator*>(op);
        torch::jit::Stack stack;
        push_arguments(stack, called, arguments, count);
        called.handle.callBoxed(stack);
        if (results == nullptr) return 0;

        auto produced = static_cast<int32_t>(result_count(stack));
        if (produced > capacity) waiting = std::move(stack);
        else write_results(stack, results);
        return produced;
    });
}

void worldgan_results(worldgan_value* results) {
    write_results(waiting, results);
    waiting.clear();
}
