/* Python inside a fuzz target, with the native core compiled in under the same sanitizers.
 *
 * Python's own allocator would hide a read past the end of a short string, so plain malloc serves every request.
 */
#include "../../src/zh_localize/text/_native.c"

#include <stdio.h>
#include <stdlib.h>

static PyObject *the_module;

static void give_up(const char *what)
{
    fprintf(stderr, "fuzz target: %s\n", what);
    if (PyErr_Occurred())
        PyErr_Print();
    abort();
}

static void start_python(void)
{
    PyPreConfig before;
    PyPreConfig_InitIsolatedConfig(&before);
    before.allocator = PYMEM_ALLOCATOR_MALLOC;
    before.utf8_mode = 1;
    if (PyStatus_Exception(Py_PreInitialize(&before)) || PyImport_AppendInittab("_native", PyInit__native) < 0)
        give_up("Python does not start");
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    config.install_signal_handlers = 0;
    if (PyStatus_Exception(Py_InitializeFromConfig(&config)))
        give_up("Python does not start");
    PyConfig_Clear(&config);
    the_module = PyImport_ImportModule("_native");
    if (the_module == NULL)
        give_up("the native core does not load");
}

/* A file of the folder FUZZ_TABLES as bytes; NULL where it is not there. */
static PyObject *read_table_file(const char *name)
{
    char path[4096];
    const char *folder = getenv("FUZZ_TABLES");
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "build/fuzz/tables", name);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    PyObject *data = PyBytes_FromStringAndSize(NULL, size);
    if (data == NULL || fread(PyBytes_AS_STRING(data), 1, (size_t)size, file) != (size_t)size)
        give_up("a table cannot be read");
    fclose(file);
    return data;
}
