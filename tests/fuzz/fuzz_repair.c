/* Any bytes through decode, any text through repair: see fuzz_repair.py, which says what must hold.
 *
 * The native core of repair is compiled in under the sanitizers; the package itself is that of the checkout.
 */
#include "../../src/zh_localize/repair/_judge.c"

#include <stdio.h>
#include <stdlib.h>

static PyObject *check;

static void give_up(const char *what)
{
    fprintf(stderr, "fuzz target: %s\n", what);
    if (PyErr_Occurred())
        PyErr_Print();
    abort();
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    PyPreConfig before;
    PyPreConfig_InitPythonConfig(&before);
    before.allocator = PYMEM_ALLOCATOR_MALLOC; /* Python's own would hide a read past the end of a short string */
    before.utf8_mode = 1;
    if (PyStatus_Exception(Py_PreInitialize(&before)) || PyImport_AppendInittab("_judge", PyInit__judge) < 0)
        give_up("Python does not start");
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.install_signal_handlers = 0;
    if (PyStatus_Exception(Py_InitializeFromConfig(&config)))
        give_up("Python does not start");
    PyConfig_Clear(&config);
    PyObject *core = PyImport_ImportModule("_judge");
    if (core == NULL || PyDict_SetItemString(PyImport_GetModuleDict(), "zh_localize.repair._judge", core) < 0)
        give_up("the native core does not load");
    PyObject *module = PyImport_ImportModule("fuzz_repair");
    check = module ? PyObject_GetAttrString(module, "check") : NULL;
    if (check == NULL)
        give_up("the package does not load: set PYTHONPATH to src and tests/fuzz");
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PyObject *result = PyObject_CallFunction(check, "y#", (const char *)data, (Py_ssize_t)size);
    if (result == NULL)
        give_up("something does not hold");
    Py_DECREF(result);
    return 0;
}
