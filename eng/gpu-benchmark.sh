#!/usr/bin/env bash
# WorldGan against PyTorch on a GPU. Needs there: a checkout, PyTorch for CUDA, g++, cmake, make or ninja, and the packed program; not .NET.
#
#   eng/gpu-benchmark.sh --pack FILE.tar.gz        where .NET is: packs the program with its runtime into a file to carry along
#   eng/gpu-benchmark.sh --app FILE.tar.gz         where the GPU is: smoke test, then all pieces
#
#   --app FILE|FOLDER   the packed program, or a folder of it; without it, it is built, which needs .NET
#   --smoke             the smoke test alone: does the engine work here? Two minutes
#   --no-smoke          the pieces alone
#   --pieces "A B"      of: rollout rollout-tf32 ensemble dqn qr-dqn wgan; all of them, in this order
#   --device NAME       cuda, or torch-cpu where there is no GPU: small batches, one thread
#   --minutes N         of a piece, 6: after these no new case begins
#   --total N           minutes of all of it, 0 for no limit: a piece that would not fit is cut short, or left out
#   --out FOLDER        where the tables and numbers go, piece by piece, each written anew after every case; $OUT, or gpu-benchmark
#   --python COMMAND    the Python that has PyTorch, python3
#   --small             tiny sizes: shows that it works, not how fast it is
#
# Every piece leaves PIECE.md and PIECE.json there; log.txt has all that was said. The exit status is 0 where the smoke test passed and every piece that ran left its table.
set -uo pipefail
started=$SECONDS
root="$(cd "$(dirname "$0")/.." && pwd)"
app="" pack="" device=cuda out="${OUT:-gpu-benchmark}" python=python3 minutes=6 total=0 smoke=yes measure=yes small=no
pieces="rollout rollout-tf32 ensemble dqn qr-dqn wgan"

main() {
    while [ $# -gt 0 ]; do
        case $1 in
            --pack) pack=$(value "$@") && shift ;;
            --app) app=$(value "$@") && shift ;;
            --pieces) pieces=$(value "$@") && shift ;;
            --device) device=$(value "$@") && shift ;;
            --minutes) minutes=$(value "$@") && shift ;;
            --total) total=$(value "$@") && shift ;;
            --out) out=$(value "$@") && shift ;;
            --python) python=$(value "$@") && shift ;;
            --smoke) measure=no ;;
            --no-smoke) smoke=no ;;
            --small) small=yes ;;
            -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0" && exit 0 ;;
            *) stop "Unknown: $1. See $0 --help" ;;
        esac || exit 1
        shift
    done
    if [ -n "$pack" ]; then pack_program && exit 0 || exit 1; fi

    mkdir -p "$out" && out=$(cd "$out" && pwd) || stop "$out: expected a folder that can be written."
    work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
    unpack_program
    build_shim
    describe | tee -a "$out/log.txt"
    status=0
    [ "$smoke" = no ] || smoke_test
    [ "$measure" = no ] || for piece in $pieces; do measure_piece "$piece"; done
    exit "$status"
}

value() { [ $# -ge 2 ] && echo "$2" || stop "$1: expected a value."; }

pack_program() {
    local folder
    command -v dotnet >/dev/null || stop "--pack needs .NET."
    folder=$(mktemp -d) && publish "$folder" && tar -C "$folder" -cf - . | gzip -9 >"$pack" && rm -rf "$folder" || return 1
    echo "$pack: $(du -m "$pack" | cut -f1) MB"
}

publish() { dotnet publish "$root/tests/WorldGan.DeviceBenchmarks" -c Release -r linux-x64 --self-contained -o "$1" -v quiet --nologo && rm -f "$1"/*.pdb "$1"/*.xml; }

unpack_program() {
    if [ -d "$app" ]; then
        program=$(cd "$app" && pwd)
    else
        program=$work/app && mkdir "$program"
        if [ -n "$app" ]; then tar -C "$program" -xzf "$app" || stop "$app: expected a file of --pack."
        else
            command -v dotnet >/dev/null || stop "Expected --app FILE where there is no .NET; $0 --help"
            publish "$program" || stop "The program could not be built."
        fi
    fi
    program=$program/WorldGan.Benchmarks
    [ -f "$program" ] || stop "$app: expected a program WorldGan.Benchmarks in it."
    chmod +x "$program"
}

build_shim() {
    command -v make >/dev/null || { command -v ninja >/dev/null && export CMAKE_GENERATOR=Ninja; }
    XDG_DATA_HOME=$work "$root/eng/build-libtorch-shim.sh" "$work/shim" || stop "The shim could not be built."
    export WORLDGAN_LIBTORCH_SHIM=$work/shim/libworldgan_torch.so
    # A wheel's libraries of CUDA stand beside torch; python preloads them, and nobody else does.
    local libraries
    libraries=$("$python" -c 'import glob, os, torch; at = torch.__path__[0]; print(":".join([at + "/lib"] + sorted(glob.glob(os.path.dirname(at) + "/nvidia/*/lib"))))' 2>/dev/null)
    [ -z "$libraries" ] || export LD_LIBRARY_PATH="$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
}

describe() {
    echo "libtorch shim: $WORLDGAN_LIBTORCH_SHIM"
    "$python" -c 'import torch; print("PyTorch", torch.__version__, "CUDA", torch.version.cuda, torch.cuda.get_device_name() if torch.cuda.is_available() else "no CUDA device")' 2>&1 | tail -n 1
    nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.sm,clocks.mem --format=csv,noheader 2>/dev/null
    grep -m 1 'model name' /proc/cpuinfo
    echo "$(nproc) cores, $(awk '/MemTotal/ { print int($2 / 1048576) }' /proc/meminfo) GB"
}

smoke_test() {
    heading "Smoke test"
    timeout 240 "$program" smoke --device "$device" --sources "$root/src/standins/TorchSharp" 2>&1 | tee -a "$out/log.txt" || { status=1 && echo "The smoke test failed or took too long."; }
}

measure_piece() {
    local piece=$1 limit=$((minutes * 60)) left
    local arguments=(--device "$device" --python "$python" --out "$out/$piece.md" --json "$out/$piece.json")
    case $piece in
        rollout) arguments+=(--only rollout --members 1) ;;
        rollout-tf32) arguments+=(--only rollout --members 1 --tf32 --no-cpu) ;;
        ensemble) arguments+=(--only rollout --members 5) ;;
        dqn | qr-dqn | wgan) arguments+=(--only "$piece") ;;
        *) stop "Unknown piece: $piece. See $0 --help" ;;
    esac
    if [ "$small" = yes ]; then arguments+=(--batches 64 --widths 16 --samples 2 --seconds 0.02 --threads 1)
    elif [ "$device" = torch-cpu ]; then
        arguments+=(--widths 64 128 256 --batches 256 1024 --threads 1) # the two sides' threads, which wait in busy loops, would be in each other's way
    elif [[ $piece = dqn || $piece = qr-dqn || $piece = wgan ]]; then arguments+=(--widths 256 64)
    else arguments+=(--batches 65536 1024 16384 262144); fi
    if [ "$total" -gt 0 ]; then
        left=$((total * 60 - (SECONDS - started) - 20))
        [ "$left" -ge 60 ] || { echo "$piece: left out, the time is over." | tee -a "$out/log.txt" && return; }
        [ "$left" -ge $((limit + 60)) ] || limit=$((left > 120 ? left - 60 : left / 2))
    fi
    heading "$piece"
    timeout --kill-after=10 $((limit + 60)) "$program" device "${arguments[@]}" --minutes "$(awk "BEGIN { print $limit / 60 }")" 2>&1 | tee -a "$out/log.txt" ||
        { status=1 && echo "$piece: stopped early; what was measured is in $out/$piece.md"; }
}

heading() { printf '\n== %s (after %d s)\n' "$1" $((SECONDS - started)) | tee -a "$out/log.txt"; }

stop() {
    echo "$1" >&2
    exit 1
}

main "$@"
