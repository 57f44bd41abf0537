#include "guard.h"

#include <torch/csrc/api/include/torch/version.h>

namespace worldgan {

std::atomic<int64_t> live_tensors{0};

static thread_local std::string last_error;

void remember_error(std::string message) noexcept { last_error = std::move(message); }

} // namespace worldgan

const char* worldgan_torch_error(void) { return worldgan::last_error.c_str(); }

const char* worldgan_torch_version(void) { return TORCH_VERSION; }
