#!/usr/bin/env bash
# Fuzz the native core under AddressSanitizer and UndefinedBehaviorSanitizer, and decode, which is of Python, as it is.
#
# Usage: tests/fuzz/run.sh [SECONDS] [TARGET ...]      30 seconds each; targets: decode convert table repair
#
# PYTHON (default python3) must have zh_localize installed, with Python's headers and shared library. Whatever is found
# is left in build/fuzz/, with the inputs that reached something new. Exit status 77 when clang is not there; decode
# needs none.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds="${1:-30}"
[ $# -gt 0 ] && shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(decode convert table repair)
python="${PYTHON:-python3}"
clang="${CLANG:-clang}"
out="${FUZZ_OUT:-build/fuzz}"

mkdir -p "$out"
compiled=()
for target in "${targets[@]}"; do
    if [ "$target" = decode ]; then
        "$python" tests/fuzz/fuzz_decode.py "$seconds" --out "$out" --seed "${SEED:-$RANDOM}"
    else
        compiled+=("$target")
    fi
done
[ ${#compiled[@]} -gt 0 ] || exit 0

if ! command -v "$clang" > /dev/null 2>&1; then
    echo "fuzzing skipped: no clang here; on Debian: apt-get install clang libclang-rt-14-dev" >&2
    exit 77
fi

"$python" tests/fuzz/make_tables.py "$out/tables"
export FUZZ_TABLES="$out/tables"
export ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1"
export UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1"
export PYTHONPATH="src:tests/fuzz"
export PYTHONHOME
PYTHONHOME="$("$python" -c 'import sys; print(sys.base_prefix)')"

config() { "$python" -c "import sysconfig; print(sysconfig.get_config_var('$1') or '')"; }
include="$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')"
library="$(config LIBDIR)"

for target in "${compiled[@]}"; do
    "$clang" -g -O1 -fno-omit-frame-pointer -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
        -Wall -Wextra -Wno-missing-field-initializers -Wno-unused-parameter -Wno-cast-function-type \
        -I"$include" "tests/fuzz/fuzz_$target.c" -o "$out/fuzz_$target" \
        -L"$library" -Wl,-rpath,"$library" "-lpython$(config LDVERSION)" -ldl -lm
    mkdir -p "$out/corpus_$target" "$out/crashes" "tests/fuzz/seeds/$target"
    "$out/fuzz_$target" -max_total_time="$seconds" -max_len=512 -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$out/crashes/$target-" -print_final_stats=1 "$out/corpus_$target" "tests/fuzz/seeds/$target"
done
