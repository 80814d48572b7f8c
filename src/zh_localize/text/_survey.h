/* The survey: what kinds of characters a text has, and which of its lines need a closer look (see text/scripts.py). */

enum { OTHER, KANA = 2, HAN = 4, KINDS = 64 }; /* HAN and above are ideographs, each kind counted by itself */
enum { ALONE = 1, BEFORE_GRAPHIC = 2, BEFORE_SLASH = 4, THRICE = 8 }; /* ASCII: where it shows a span, or a block */

typedef struct {
    Py_ssize_t counts[KINDS];
    PyObject *busy, *japanese;
    int fenced;
} Survey;

static int add_line(PyObject *list, Py_ssize_t start, Py_ssize_t end)
{
    PyObject *line = Py_BuildValue("(nn)", start, end);
    int failed = line == NULL || PyList_Append(list, line) < 0;
    Py_XDECREF(line);
    return failed;
}

/* The counts of one line, and the lists that it belongs to. */
#define SURVEY(UNIT)                                                                                                     \
    static int survey_##UNIT(Survey *survey, const UNIT *s, Py_ssize_t size, const uint8_t *kinds)                       \
    {                                                                                                                    \
        for (Py_ssize_t i = 0; i < size;) {                                                                              \
            Py_ssize_t start = i, han = 0, kana = 0;                                                                     \
            int trigger = 0, wide = 0;                                                                                   \
            for (; i < size && s[i] != '\n'; i++) {                                                                      \
                uint32_t c = s[i], kind = c <= 0xFFFF ? kinds[c] : c - 0x20000 < 0x20000 ? HAN : OTHER;                  \
                if (c < 0x80) {                                                                                          \
                    if (kind) {                                                                                          \
                        uint32_t next = s[i + 1]; /* at the end, the zero behind the text */                             \
                        trigger |= kind & ALONE || (kind & BEFORE_GRAPHIC && next > ' ' && next < 0x7F)                  \
                                   || (kind & BEFORE_SLASH && next == '/');                                              \
                        survey->fenced |= kind & THRICE && next == c && s[i + 2] == c;                                   \
                    }                                                                                                    \
                    continue;                                                                                            \
                }                                                                                                        \
                wide = 1;                                                                                                \
                survey->counts[kind % KINDS]++;                                                                          \
                han += kind >= HAN;                                                                                      \
                kana += kind == KANA;                                                                                    \
            }                                                                                                            \
            if (trigger && wide && add_line(survey->busy, start, i))                                                     \
                return -1;                                                                                               \
            if (kana > 1 && kana * 6 > han && add_line(survey->japanese, start, i))                                      \
                return -1;                                                                                               \
            i++;                                                                                                         \
        }                                                                                                                \
        return 0;                                                                                                        \
    }

SURVEY(Py_UCS2)
SURVEY(Py_UCS4)

PyDoc_STRVAR(
    survey_doc,
    "survey(text, kinds, /)\n--\n\n"
    "How many characters of each kind there are, the lines with something beyond ASCII in which a\n"
    "protected span may stand, the lines in Japanese, and whether three backticks or tildes stand in a row.\n"
    "kinds: a kind for each character of the BMP.");

static PyObject *survey_text(PyObject *module, PyObject *args)
{
    PyObject *text, *found = NULL, *counts;
    Py_buffer kinds;
    (void)module;
    if (!PyArg_ParseTuple(args, "Uy*", &text, &kinds))
        return NULL;
    Survey survey = {.busy = PyList_New(0), .japanese = PyList_New(0)};
    int kind = PyUnicode_KIND(text), failed = survey.busy == NULL || survey.japanese == NULL || kinds.len != 0x10000;
    if (!failed && kind == PyUnicode_2BYTE_KIND)
        failed = survey_Py_UCS2(&survey, PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text), kinds.buf);
    else if (!failed && kind == PyUnicode_4BYTE_KIND)
        failed = survey_Py_UCS4(&survey, PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text), kinds.buf);
    if (!failed && (counts = PyTuple_New(KINDS)) != NULL) { /* a text in Latin-1 has nothing to count */
        for (Py_ssize_t k = 0; k < KINDS; k++)
            PyTuple_SET_ITEM(counts, k, PyLong_FromSsize_t(survey.counts[k]));
        found = Py_BuildValue("NOOO", counts, survey.busy, survey.japanese, survey.fenced ? Py_True : Py_False);
    } else if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_ValueError, "expected 65,536 kinds");
    }
    PyBuffer_Release(&kinds);
    Py_XDECREF(survey.busy);
    Py_XDECREF(survey.japanese);
    return found;
}
