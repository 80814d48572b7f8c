/* A damaged table must be refused, or else do no harm.
 *
 * The input is a list of damages to a small sound table: pairs of a place (3 bytes) and a byte to write there, after a
 * first byte that says which table, and whether it is cut short. Only a table that is not damaged after all may load.
 */
#include "embed.h"

enum { SMALL = 4 };

static PyObject *tables[SMALL], *types[SMALL], *model, *rows;
static unsigned count;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    start_python();
    for (; count < SMALL; count++) {
        char name[64];
        snprintf(name, sizeof name, "small%u.table", count);
        tables[count] = read_table_file(name);
        if (tables[count] == NULL)
            break;
        types[count] = PyObject_GetAttrString(the_module, count == 0 ? "Overlay" : "Engine");
    }
    model = read_table_file("small.model");
    rows = read_table_file("small.rows");
    if (count == 0 || model == NULL || rows == NULL)
        give_up("no tables: run make_tables.py and set FUZZ_TABLES");
    return 0;
}

/* A copy of a table with the damages written into it. */
static PyObject *damaged(PyObject *table, const uint8_t *data, size_t size)
{
    Py_ssize_t length = PyBytes_GET_SIZE(table);
    if (data[0] & 0x40 && size > 3)
        length = (Py_ssize_t)((data[1] | (uint32_t)data[2] << 8 | (uint32_t)data[3] << 16) % (uint32_t)(length + 1));
    PyObject *copy = PyBytes_FromStringAndSize(PyBytes_AS_STRING(table), length);
    if (copy == NULL)
        give_up("no memory");
    for (size_t k = 1; k + 4 <= size && length; k += 4) {
        uint32_t place = data[k] | (uint32_t)data[k + 1] << 8 | (uint32_t)data[k + 2] << 16;
        place = data[0] & 0x20 ? place % 512 : place; /* often into the head */
        PyBytes_AS_STRING(copy)[place % (uint32_t)length] = (char)data[k + 3];
    }
    return copy;
}

static void use(PyObject *engine)
{
    PyObject *text = PyUnicode_FromString("头发发现，干部⿰氵每里面\xEF\xA4\x80\xF0\xA0\x80\x80系列");
    PyObject *found = PyObject_CallMethod(engine, "convert", "O", text);
    if (found == NULL || !_PyUnicode_CheckConsistency(found, 1))
        give_up("a table that was taken does not convert");
    Py_DECREF(found);
    Py_DECREF(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    unsigned which = data[0] % (count + 1);
    PyObject *original = which == count ? model : tables[which], *copy = damaged(original, data, size), *made;
    if (which == count)
        made = PyObject_CallFunction(types[1], "OiOO", tables[1], 0, copy, rows);
    else
        made = PyObject_CallFunction(types[which], "Oi", copy, 0);
    if (made == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_ValueError))
            give_up("another error than ValueError");
        PyErr_Clear();
    } else {
        /* the hash of a table's sources (at 16) is asked for only by callers; a model has eight spare bytes behind it */
        int same = PyBytes_GET_SIZE(copy) == PyBytes_GET_SIZE(original);
        for (Py_ssize_t k = 0; same && k < PyBytes_GET_SIZE(copy); k++)
            same = k / 8 == 2 || (which == count && k / 8 == 3) || PyBytes_AS_STRING(copy)[k] == PyBytes_AS_STRING(original)[k];
        if (!same)
            give_up("a damaged table was taken");
        if (which != 0)
            use(made);
        Py_DECREF(made);
    }
    Py_DECREF(copy);
    return 0;
}
