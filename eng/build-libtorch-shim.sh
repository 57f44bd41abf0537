#!/usr/bin/env bash
# Builds libworldgan_torch.so, the shim between WorldGan and the libtorch of this machine, and says which one it found:
# WORLDGAN_LIBTORCH (a folder with include/ and lib/, as libtorch's own zip), else the python3 module torch, else the system's libtorch-dev.
#   eng/build-libtorch-shim.sh [FOLDER]   FOLDER: where it goes; by default where WorldGan looks for it, ~/.local/share/worldgan
set -euo pipefail
source_folder="$(cd "$(dirname "$0")/../native" && pwd)"
target="${1:-${XDG_DATA_HOME:-$HOME/.local/share}/worldgan}"

main() {
    if is_current; then
        echo "$target/libworldgan_torch.so is up to date. To build it again, delete it."
        return
    fi
    require cmake cmake
    require "${CXX:-g++}" g++
    find_libtorch
    local version
    version=$(sed -n 's/^#define TORCH_VERSION_\(MAJOR\|MINOR\|PATCH\) \([0-9]*\)$/\2/p' "$version_file" | paste -sd.)
    abi=$(cxx11_abi)
    echo "libtorch $version: headers in $include, libraries in $libraries"

    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    # A wheel's headers of CUDA stand beside torch: nvidia/cuda_runtime/include, since CUDA 13 nvidia/cu13/include.
    cuda_includes=$(printf '%s;' "$(dirname "$(dirname "$include")")"/nvidia/*/include)
    compile 17 || compile 20 || # newer headers ask for more
        stop "The shim does not compile against libtorch $version:"$'\n'"$(grep -m 5 -iE 'error' "$work/log" || tail -n 5 "$work/log")"

    mkdir -p "$target"
    install_library libworldgan_torch.so
    rm -f "$target/libworldgan_cuda_graphs.so"             # of another libtorch, perhaps
    if [ -e "$libraries/libtorch_cuda.so" ]; then
        build_graphs
    fi
    [ "$#" -eq 0 ] || echo "WorldGan finds it there with WORLDGAN_LIBTORCH_SHIM=$target/libworldgan_torch.so"
}

# Optional: see native/README.md.
build_graphs() {
    if ! cmake --build "$work" --target worldgan_cuda_graphs >"$work/graphs.log" 2>&1; then
        echo "CUDA graphs are left out, all else works: $(grep -m 1 -iE 'error|no rule' "$work/graphs.log" || echo "they did not compile.") They need cuda_runtime_api.h; CUDA_HOME says where CUDA is. To try again, delete $target/libworldgan_torch.so."
    else
        install_library libworldgan_cuda_graphs.so
    fi
}

install_library() {
    cp "$work/$1" "$target/$1.new"
    mv "$target/$1.new" "$target/$1" # a program that runs keeps the old one
    echo "Built $target/$1"
}

compile() {
    cmake -S "$source_folder" -B "$work" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_STANDARD="$1" \
        -DTORCH_INCLUDE="$include" -DTORCH_LIBRARIES="$libraries" -DTORCH_CXX11_ABI="$abi" -DCUDA_INCLUDES="$cuda_includes" >"$work/log" 2>&1 &&
        cmake --build "$work" --target worldgan_torch -j "$(jobs_that_fit)" >>"$work/log" 2>&1
}

# Newer than all that it is built from, where no other libtorch is asked for.
is_current() { [ -z "${WORLDGAN_LIBTORCH:-}" ] && [ -f "$target/libworldgan_torch.so" ] && [ -z "$(find "$source_folder" "$0" -newer "$target/libworldgan_torch.so" -type f)" ]; }

find_libtorch() {
    if [ -n "${WORLDGAN_LIBTORCH:-}" ]; then
        use "$WORLDGAN_LIBTORCH/include" "$WORLDGAN_LIBTORCH/lib" && return
        stop "WORLDGAN_LIBTORCH is $WORLDGAN_LIBTORCH, but there is no include/torch and lib/libtorch_cpu.so in it."
    fi
    local module
    module=$(python3 -c 'import torch; print(torch.__path__[0])' 2>/dev/null) && use "$module/include" "$module/lib" && return
    for libraries in /usr/lib/*-linux-gnu /usr/lib64 /usr/lib /usr/local/lib; do
        for include in /usr/include /usr/local/include; do use "$include" "$libraries" && return; done
    done
    stop "libtorch was not found. Debian: apt-get install libtorch-dev libopenblas0. Others: pip install torch, or unpack https://pytorch.org's libtorch and name its folder in WORLDGAN_LIBTORCH."
}

use() {
    include=$1 libraries=$2
    version_file=$include/torch/headeronly/version.h       # since 2.9
    [ -f "$version_file" ] || version_file=$include/torch/csrc/api/include/torch/version.h
    [ -f "$include/torch/library.h" ] && [ -f "$version_file" ] && [ -e "$libraries/libtorch_cpu.so" ]
}

# Wheels of older versions were built with the C++ library's old interface: their names of std::string lack "cxx11".
cxx11_abi() { if grep -q __cxx1112basic_string "$(readlink -f "$libraries/libc10.so")"; then echo 1; else echo 0; fi; }

# Each file takes about 1 GB to compile.
jobs_that_fit() {
    local memory
    memory=$(awk '/MemAvailable/ { print int($2 / 1500000) }' /proc/meminfo)
    echo $((memory < 1 ? 1 : memory < $(nproc) ? memory : $(nproc)))
}

require() { command -v "$1" >/dev/null || stop "$1 is needed to build the shim. Debian: apt-get install $2"; }

stop() {
    echo "$1" >&2
    exit 1
}

main "$@"
