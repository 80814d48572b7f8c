/* Any text through any table: the input's first bytes choose the engine, the words and how the rest becomes a text.
 *
 * Besides what the sanitizers see, each result must be a sound string, must not depend on whether it is explained,
 * on how wide the text's characters are in memory, nor on what stands on other lines; rows must lie in order inside
 * the text.
 */
#include "embed.h"

enum { ENGINES_AT_MOST = 32, TEXT_AT_MOST = 4096 };

static EngineObject *engines[ENGINES_AT_MOST];
static unsigned engine_count;
static OverlayObject *overlay;
static const uint32_t *pieces; /* count, then offsets, then characters; see make_tables.py */

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    start_python();
    PyObject *engine_type = PyObject_GetAttrString(the_module, "Engine");
    for (; engine_count < ENGINES_AT_MOST; engine_count++) {
        char name[64];
        snprintf(name, sizeof name, "%u.table", engine_count);
        PyObject *table = read_table_file(name);
        if (table == NULL)
            break;
        snprintf(name, sizeof name, "%u.model", engine_count);
        PyObject *model = read_table_file(name), *rows = NULL, *engine;
        if (model) {
            snprintf(name, sizeof name, "%u.rows", engine_count);
            rows = read_table_file(name);
            engine = PyObject_CallFunction(engine_type, "OiOOi", table, 0, model, rows, engine_count & 1);
        } else {
            engine = PyObject_CallFunction(engine_type, "Oi", table, 0);
        }
        if (engine == NULL)
            give_up("a table is refused");
        engines[engine_count] = (EngineObject *)engine;
    }
    PyObject *words = read_table_file("words.table"), *list = read_table_file("pieces");
    if (engine_count == 0 || words == NULL || list == NULL)
        give_up("no tables: run make_tables.py and set FUZZ_TABLES");
    overlay = (OverlayObject *)PyObject_CallMethod(the_module, "Overlay", "Oi", words, 0);
    if (overlay == NULL)
        give_up("the words are refused");
    pieces = (const uint32_t *)PyBytes_AS_STRING(list);
    return 0;
}

/* How the bytes of an input become characters. */
static Py_ssize_t spell(int way, const uint8_t *data, size_t size, uint32_t *text)
{
    Py_ssize_t length = 0;
    for (size_t k = 0; k < size && length < TEXT_AT_MOST;) {
        if (way == 0) { /* pieces: keys of the tables, odd characters */
            uint32_t index = data[k] | (k + 1 < size ? (uint32_t)data[k + 1] << 8 : 0);
            index %= pieces[0];
            for (uint32_t c = pieces[1 + index]; c < pieces[2 + index] && length < TEXT_AT_MOST; c++)
                text[length++] = pieces[c];
            k += 2;
        } else if (way == 1) { /* UTF-16 without surrogate pairs */
            text[length++] = data[k] | (k + 1 < size ? (uint32_t)data[k + 1] << 8 : 0);
            k += 2;
        } else if (way == 2) { /* any code point */
            uint32_t c = data[k] | (k + 1 < size ? (uint32_t)data[k + 1] << 8 : 0) | (k + 2 < size ? (uint32_t)data[k + 2] << 16 : 0);
            text[length++] = c % 0x110000;
            k += 3;
        } else { /* Latin-1 and the block of one byte */
            text[length++] = data[k] < 0xA0 ? data[k] : 0x4E00 + 16 * (data[k] - 0xA0u) + (data[k] & 7);
            k += 1;
        }
    }
    return length;
}

static PyObject *converted(EngineObject *engine, PyObject *text, OverlayObject *words)
{
    PyObject *result = run(engine, text, words, NULL);
    if (result == NULL)
        give_up("an exception");
    if (!_PyUnicode_CheckConsistency(result, 1))
        give_up("an unsound string");
    return result;
}

/* The result must be the same where another line makes the text wider: `text` LF 🐘. */
static void check_width(EngineObject *engine, PyObject *text, PyObject *result, OverlayObject *words)
{
    PyObject *tail = PyUnicode_FromString("\n\xF0\x9F\x90\x98");
    PyObject *wide = PyUnicode_Concat(text, tail), *expected = PyUnicode_Concat(result, tail);
    PyObject *found = converted(engine, wide, words);
    if (PyUnicode_Compare(found, expected) != 0)
        give_up("another result in wider characters");
    Py_DECREF(tail);
    Py_DECREF(wide);
    Py_DECREF(expected);
    Py_DECREF(found);
}

/* Segments stand in order and apart from each other, and so do the characters that the model decided. */
static void check_rows(const Records *records, Py_ssize_t size)
{
    uint32_t segments = 0, choices = 0;
    for (size_t k = 0; k < records->count; k++) {
        const Row *row = &records->rows[k];
        uint32_t *before = row->choice == 0 || row->choice == WORD ? &segments : &choices;
        if (row->start >= row->end || row->end > (uint64_t)size || row->start < *before)
            give_up("rows out of order");
        *before = row->end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint32_t characters[TEXT_AT_MOST];
    if (size < 3)
        return 0;
    EngineObject *engine = engines[data[0] % engine_count];
    OverlayObject *words = data[1] & 1 ? overlay : NULL;
    Py_ssize_t length = spell(data[1] >> 1 & 3, data + 2, size - 2, characters);
    int descriptions = 0; /* a sequence may run on over the line's end */
    for (Py_ssize_t k = 0; k < length; k++)
        descriptions |= is_description(characters[k]);
    PyObject *text = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, characters, length);
    if (text == NULL)
        give_up("no text");
    PyObject *result = converted(engine, text, words);
    if (PyUnicode_Compare(result, text) == 0 && result != text)
        give_up("an unchanged text is not the same object");
    Records records = {0};
    PyObject *explained = run(engine, text, words, &records);
    if (explained == NULL || PyUnicode_Compare(explained, result) != 0)
        give_up("another result when it is explained");
    check_rows(&records, length);
    PyMem_RawFree(records.rows);
    Py_DECREF(explained);
    if (!descriptions)
        check_width(engine, text, result, words);
    Py_DECREF(result);
    Py_DECREF(text);
    return 0;
}
