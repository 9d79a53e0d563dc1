namespace TransitHub.Training.Truth;

/// <summary>
/// Takes out of a run's true times those that cannot be: of all ways to leave out times so that the rest never falls along the stops, the one
/// that leaves out fewest. Recordings have such times where a vehicle signed on to the wrong trip first or an event was noted late.
/// </summary>
internal static class OrderOfStops
{
    /// <summary>Makes impossible times NaN and gives their number.</summary>
    /// <param name="times">Unix seconds by stop; NaN: not known.</param>
    public static int Clean(double[] times)
    {
        // The longest run of times that never falls: ends[k] is the stop with the least time that ends such a run of k + 1 times.
        List<int> ends = [];
        int[] former = new int[times.Length];
        int known = 0;
        for (int stop = 0; stop < times.Length; stop++)
        {
            if (double.IsNaN(times[stop]))
            {
                continue;
            }

            known++;
            int length = ends.FindIndex(e => times[e] > times[stop]);
            length = length < 0 ? ends.Count : length;
            former[stop] = length > 0 ? ends[length - 1] : -1;
            if (length == ends.Count)
            {
                ends.Add(stop);
            }
            else
            {
                ends[length] = stop;
            }
        }

        if (ends.Count == known)
        {
            return 0;
        }

        bool[] isKept = new bool[times.Length];
        for (int stop = ends[^1]; stop >= 0; stop = former[stop])
        {
            isKept[stop] = true;
        }

        for (int stop = 0; stop < times.Length; stop++)
        {
            times[stop] = isKept[stop] ? times[stop] : double.NaN;
        }

        return known - ends.Count;
    }
}
