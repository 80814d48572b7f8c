/* The native core of repair: the judge of how much text reads like Chinese, and the search for the best reading.
 *
 * Its tables are built in memory from data/plausibility.bin and from Python's codecs when it is first used; the state of
 * a call lives on its stack. The pure twins, repair/plausibility.py and repair/lattice.py, are the specification.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#include "_judge.h"
#include "_lattice.h"

typedef struct {
    PyTypeObject *judge, *reader;
} State;

/* ---- The judge ---------------------------------------------------------------------------------------------------- */

static void judge_dealloc(Judge *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyMem_Free(self->fold);
    PyMem_Free(self->classes);
    PyMem_Free(self->singles);
    PyMem_Free(self->least);
    PyMem_Free(self->pairs);
    PyMem_Free(self->triples);
    PyMem_Free(self->beyond);
    type->tp_free(self);
    Py_DECREF(type);
}

static void *copied(const Py_buffer *buffer)
{
    void *memory = PyMem_Malloc(buffer->len ? (size_t)buffer->len : 1);
    if (memory)
        memcpy(memory, buffer->buf, (size_t)buffer->len);
    else
        PyErr_NoMemory();
    return memory;
}

/* The tables of plausibility.bin: of each number the characters behind it, with their costs; and behind each such pair. */
typedef struct {
    Py_buffer starts, seconds, costs, behind, thirds, third_costs;
} Pairs;

static int add_pairs(Judge *self, const Pairs *all)
{
    const uint32_t *start = all->starts.buf;
    const uint16_t *seconds = all->seconds.buf, *thirds = all->thirds.buf;
    const uint8_t *costs = all->costs.buf, *behind = all->behind.buf, *third_costs = all->third_costs.buf;
    Py_ssize_t numbers = all->starts.len / 4 - 1, pairs = all->seconds.len / 2, triples = all->thirds.len / 2, triple = 0;
    if (all->costs.len != pairs || all->behind.len != pairs || all->third_costs.len != triples || triples > 3 << (TRIPLE_BITS - 2) || start[0]) {
        PyErr_SetString(PyExc_ValueError, "tables of another size");
        return -1;
    }
    for (Py_ssize_t first = 0; first < numbers; first++)
        for (uint32_t k = start[first]; k < start[first + 1]; k++) {
            if (k >= pairs || behind[k] > triples - triple) {
                PyErr_SetString(PyExc_ValueError, "pairs lie outside of the table");
                return -1;
            }
            uint32_t second = self->fold[seconds[k]];
            if (second != UNKNOWN && add_pair(self, (uint32_t)first, second, costs[k]))
                return -1;
            for (Py_ssize_t end = triple + behind[k]; triple < end; triple++)
                if (second != UNKNOWN && self->fold[thirds[triple]] != UNKNOWN)
                    add_triple(self, (uint32_t)first, second, self->fold[thirds[triple]], third_costs[triple]);
        }
    return 0;
}

static PyObject *judge_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Py_buffer fold, classes, singles, beyond;
    Pairs pairs;
    int window, surprising, surprise;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*y*y*y*y*iii", &fold, &classes, &singles, &pairs.starts, &pairs.seconds, &pairs.costs, &pairs.behind,
                          &pairs.thirds, &pairs.third_costs, &beyond, &window, &surprising, &surprise))
        return NULL;
    Judge *self = (Judge *)type->tp_alloc(type, 0);
    if (self && (fold.len != 0x20000 || classes.len != 0x10000 || pairs.starts.len != 4 * (singles.len + 1) || singles.len > 8192
                 || beyond.len % 8 || window < 1 || window > 16)) {
        PyErr_SetString(PyExc_ValueError, "tables of another size");
        Py_CLEAR(self);
    }
    if (self) {
        self->fold = copied(&fold);
        self->classes = copied(&classes);
        self->singles = copied(&singles);
        self->least = copied(&singles);
        self->beyond = copied(&beyond);
        self->beyond_count = beyond.len / 8;
        self->window = window;
        self->surprising = surprising;
        self->surprise = surprise;
        self->pairs = PyMem_Calloc((size_t)1 << HOME_BITS, sizeof(uint32_t));
        self->triples = PyMem_Calloc((size_t)1 << TRIPLE_BITS, sizeof(uint64_t));
        if (!self->pairs || !self->triples)
            PyErr_NoMemory();
        int failed = !self->fold || !self->classes || !self->singles || !self->least || !self->beyond || !self->pairs || !self->triples;
        for (Py_ssize_t i = 0; !failed && i < 0x10000; i++)
            if (self->fold[i] != UNKNOWN && self->fold[i] >= singles.len) {
                PyErr_SetString(PyExc_ValueError, "numbers lie outside of the table");
                failed = 1;
            }
        for (Py_ssize_t i = 0; !failed && i < singles.len; i++)
            self->least[i] = self->singles[i] > UNKNOWN_COST - BACKOFF_COST ? UNKNOWN_COST : (uint8_t)(self->singles[i] + BACKOFF_COST);
        if (failed || add_pairs(self, &pairs))
            Py_CLEAR(self);
    }
    Py_buffer *all[] = {&fold, &classes, &singles, &pairs.starts, &pairs.seconds, &pairs.costs, &pairs.behind, &pairs.thirds, &pairs.third_costs, &beyond};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        PyBuffer_Release(all[i]);
    return (PyObject *)self;
}

static int is_text(PyObject *text)
{
    if (PyUnicode_Check(text))
        return 1;
    PyErr_SetString(PyExc_TypeError, "expected a string");
    return 0;
}

#define BY_KIND(text, call)                                                                                              \
    do {                                                                                                                 \
        const void *data = PyUnicode_DATA(text);                                                                         \
        switch (PyUnicode_KIND(text)) {                                                                                  \
        case PyUnicode_1BYTE_KIND: call(1, uint8_t); break;                                                              \
        case PyUnicode_2BYTE_KIND: call(2, Py_UCS2); break;                                                              \
        default: call(4, Py_UCS4);                                                                                       \
        }                                                                                                                \
    } while (0)

PyDoc_STRVAR(
    look_doc,
    "look(text, /)\n--\n\n"
    "What a text may need: bits of all of it, and the lines that need any repair but that of punctuation, as\n"
    "(start, end, bits, place of the first stretch that is no Chinese or -1). Never too little.");

typedef struct {
    Py_ssize_t start, end, place;
    int bits;
} Line;

/* Whether punctuation may have been folded: in all of the text, or in paragraphs of a text in which nobody types both. */
static int needs_marks(int all, int mixed, int folded) { return (all & FOLDED && !(all & OWN)) || (folded && !mixed); }

static PyObject *judge_look(Judge *self, PyObject *text)
{
    if (!is_text(text))
        return NULL;
    Py_ssize_t size = PyUnicode_GET_LENGTH(text), count = 0, room = 0;
    Line *lines = NULL;
    int all = 0, mixed = 0, folded = 0, failed = 0;
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t start = 0, end; start < size; start = end + 1) {
        Py_ssize_t place = -1;
        int bits = 0;
#define LINE(width, unit)                                                                                                \
    for (end = start; end < size && ((const unit *)data)[end] != '\n';)                                                  \
        end++;                                                                                                           \
    bits = look_##width(self, (const unit *)data + start, end - start, &place)
        BY_KIND(text, LINE);
        all |= bits;
        mixed |= bits & OWN && bits & (SOME | SEVERAL);
        folded |= !(bits & OWN) && bits & SEVERAL;
        if (!(bits & LINES))
            continue;
        if (count == room) {
            room = 2 * room + 16;
            Line *more = PyMem_RawRealloc(lines, (size_t)room * sizeof(Line));
            if (!more) {
                failed = 1;
                break;
            }
            lines = more;
        }
        lines[count++] = (Line){start, end, place, bits & LINES};
    }
    Py_END_ALLOW_THREADS
    PyObject *found = failed ? PyErr_NoMemory() : PyList_New(count);
    for (Py_ssize_t i = 0; found && i < count; i++) {
        PyObject *item = Py_BuildValue("(nnin)", lines[i].start, lines[i].end, lines[i].bits, lines[i].place);
        if (item)
            PyList_SET_ITEM(found, i, item);
        else
            Py_CLEAR(found);
    }
    PyMem_RawFree(lines);
    return found ? Py_BuildValue("(iN)", (all & LINES) | (needs_marks(all, mixed, folded) ? MARKS : 0), found) : NULL;
}

PyDoc_STRVAR(surprises_doc, "surprises(text, /)\n--\n\nThe places of characters that are a surprise behind the one before.");

static PyObject *judge_surprises(Judge *self, PyObject *text)
{
    if (!is_text(text))
        return NULL;
    PyObject *found = PyList_New(0);
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    uint32_t before = size ? number_of(self, PyUnicode_READ(kind, data, 0)) : 0;
    for (Py_ssize_t i = 1; found && i < size; i++) {
        uint32_t number = number_of(self, PyUnicode_READ(kind, data, i));
        if (pair_cost(self, before, number) >= self->surprise) {
            PyObject *place = PyLong_FromSsize_t(i);
            if (!place || PyList_Append(found, place))
                Py_CLEAR(found);
            Py_XDECREF(place);
        }
        before = number;
    }
    return found;
}

PyDoc_STRVAR(costs_doc, "costs(text, /)\n--\n\nThe cost of each character behind the one before it, as bytes.");

static PyObject *judge_costs(Judge *self, PyObject *text)
{
    if (!is_text(text))
        return NULL;
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    PyObject *found = PyBytes_FromStringAndSize(NULL, size ? size - 1 : 0);
    if (!found)
        return NULL;
    uint8_t *out = (uint8_t *)PyBytes_AS_STRING(found);
#define COSTS(width, unit) costs_##width(self, (const unit *)data, size, out)
    BY_KIND(text, COSTS);
    return found;
}

PyDoc_STRVAR(cost_doc, "cost(text, /)\n--\n\nThe sum of the costs.");

static PyObject *judge_cost(Judge *self, PyObject *text)
{
    if (!is_text(text))
        return NULL;
    Py_ssize_t size = PyUnicode_GET_LENGTH(text), sum = 0;
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    uint32_t before = size ? number_of(self, PyUnicode_READ(kind, data, 0)) : 0;
    for (Py_ssize_t i = 1; i < size; i++) {
        uint32_t number = number_of(self, PyUnicode_READ(kind, data, i));
        sum += pair_cost(self, before, number);
        before = number;
    }
    return PyLong_FromSsize_t(sum);
}

PyDoc_STRVAR(best_doc, "best(characters, left, right, /)\n--\n\nThe place of the first character that costs least between two others.");

static PyObject *judge_best(Judge *self, PyObject *args)
{
    PyObject *characters, *left, *right;
    if (!PyArg_ParseTuple(args, "UUU", &characters, &left, &right))
        return NULL;
    Py_ssize_t size = PyUnicode_GET_LENGTH(characters), place = 0, before = PyUnicode_GET_LENGTH(left);
    int least = INT32_MAX;
    for (Py_ssize_t i = 0; i < size; i++) {
        uint32_t number = number_of(self, PyUnicode_READ_CHAR(characters, i));
        int cost = 0;
        if (before)
            cost += pair_cost(self, number_of(self, PyUnicode_READ_CHAR(left, before - 1)), number);
        if (PyUnicode_GET_LENGTH(right))
            cost += pair_cost(self, number, number_of(self, PyUnicode_READ_CHAR(right, 0)));
        if (cost < least) {
            least = cost;
            place = i;
        }
    }
    return PyLong_FromSsize_t(place);
}

static PyMethodDef judge_methods[] = {
    {"look", (PyCFunction)judge_look, METH_O, look_doc},
    {"surprises", (PyCFunction)judge_surprises, METH_O, surprises_doc},
    {"costs", (PyCFunction)judge_costs, METH_O, costs_doc},
    {"cost", (PyCFunction)judge_cost, METH_O, cost_doc},
    {"best", (PyCFunction)judge_best, METH_VARARGS, best_doc},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(
    judge_doc,
    "Judge(fold, classes, singles, starts, seconds, costs, behind, thirds, third_costs, beyond, window, surprising, surprise)\n--\n\n"
    "The model of data/plausibility.bin made ready; see plausibility.py, which calls it.");

static PyType_Slot judge_slots[] = {
    {Py_tp_doc, (void *)judge_doc}, {Py_tp_new, judge_new}, {Py_tp_dealloc, judge_dealloc}, {Py_tp_methods, judge_methods}, {0, NULL},
};

static PyType_Spec judge_spec = {
    "zh_localize.repair._judge.Judge", sizeof(Judge), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, judge_slots};

/* ---- The reader --------------------------------------------------------------------------------------------------- */

static void reader_dealloc(Reader *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_buffer *all[] = {&self->wrong, &self->other, &self->right, &self->alone, &self->lost, &self->stands, &self->upper};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]->obj)
            PyBuffer_Release(all[i]);
    PyMem_RawFree(self->found);
    Py_XDECREF(self->judge);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *reader_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Reader *self = (Reader *)type->tp_alloc(type, 0);
    State *state = PyType_GetModuleState(type);
    PyObject *judge;
    (void)kwargs;
    if (!self || !state)
        return NULL;
    if (!PyArg_ParseTuple(args, "O!y*y*y*y*y*y*y*i", state->judge, &judge, &self->wrong, &self->other, &self->right, &self->alone, &self->lost,
                          &self->stands, &self->upper, &self->kind)) {
        Py_DECREF(self);
        return NULL;
    }
    Py_INCREF(judge);
    self->judge = (Judge *)judge;
    if (self->wrong.len != 0x20000 || self->other.len != 0x20000 || self->right.len != 0x20000 || self->alone.len != 0x200 || self->lost.len != 256 * 32
        || self->stands.len != 0x2E80 || self->upper.len != 0x600) {
        PyErr_SetString(PyExc_ValueError, "tables of another size");
        Py_DECREF(self);
        return NULL;
    }
    const uint8_t *lost = self->lost.buf;
    for (int byte = 0; byte < 256; byte++) {
        int first = 0;
        while (memcmp(lost + 32 * first, lost + 32 * byte, 32))
            first++;
        self->kind_of[byte] = (uint8_t)first;
    }
    return (PyObject *)self;
}

PyDoc_STRVAR(
    read_doc,
    "read(text, start, end, before, after, flags, /)\n--\n\n"
    "The passages of a part of a text that read better by their bytes, as (start, end, reading, gain, cost, guessed).");

static PyMethodDef reader_methods[] = {
    {"read", (PyCFunction)reader_read, METH_VARARGS, read_doc},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(
    reader_doc,
    "Reader(judge, wrong, other, right, alone, lost, stands, upper, kind)\n--\n\n"
    "A pair of code pages made ready: see lattice.py, which calls it.");

static PyType_Slot reader_slots[] = {
    {Py_tp_doc, (void *)reader_doc}, {Py_tp_new, reader_new}, {Py_tp_dealloc, reader_dealloc}, {Py_tp_methods, reader_methods}, {0, NULL},
};

static PyType_Spec reader_spec = {
    "zh_localize.repair._judge.Reader", sizeof(Reader), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, reader_slots};

/* ---- The module --------------------------------------------------------------------------------------------------- */

static int module_exec(PyObject *module)
{
    State *state = PyModule_GetState(module);
    state->judge = (PyTypeObject *)PyType_FromModuleAndSpec(module, &judge_spec, NULL);
    state->reader = (PyTypeObject *)PyType_FromModuleAndSpec(module, &reader_spec, NULL);
    if (!state->judge || !state->reader)
        return -1;
    return PyModule_AddType(module, state->judge) < 0 || PyModule_AddType(module, state->reader) < 0 ? -1 : 0;
}

static int module_traverse(PyObject *module, visitproc visit, void *arg)
{
    State *state = PyModule_GetState(module);
    Py_VISIT(state->judge);
    Py_VISIT(state->reader);
    return 0;
}

static int module_clear(PyObject *module)
{
    State *state = PyModule_GetState(module);
    Py_CLEAR(state->judge);
    Py_CLEAR(state->reader);
    return 0;
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, module_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT, .m_name = "_judge", .m_doc = "The native core of repair.", .m_size = sizeof(State),
    .m_slots = module_slots, .m_traverse = module_traverse, .m_clear = module_clear,
};

PyMODINIT_FUNC PyInit__judge(void) { return PyModuleDef_Init(&module_def); }
