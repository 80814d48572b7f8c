/* The walk over a text of one width (see _terms.c). A term in a spaced script is whole words. */

static int NAME(walk)(const Table *t, const Folding *f, const UNIT *text, Py_ssize_t size, Found *found)
{
    int inside = 0; /* the character before belongs to a word of a spaced script */
    for (Py_ssize_t start = 0; start < size;) {
        uint32_t c = fold(f, text[start]);
        int spaced = is_spaced(c);
        uint32_t node = inside && spaced ? 0 : enter(t, c), longest = 0;
        Py_ssize_t end = start;
        for (Py_ssize_t next = start + 1; node;) {
            uint32_t following = next < size ? fold(f, text[next]) : 0;
            if (t->terms[node] && !(is_spaced(c) && next < size && is_spaced(following))) {
                longest = t->terms[node];
                end = next;
            }
            if (next >= size)
                break;
            c = following;
            node = follow(t, node, c);
            next++;
        }
        if (longest) {
            if (!add(found, start, end, longest - 1))
                return 0;
            inside = is_spaced(fold(f, text[end - 1]));
            start = end;
        } else {
            inside = spaced;
            start++;
        }
    }
    return 1;
}
