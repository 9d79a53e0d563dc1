namespace TransitHub.Core.Fusion.Matching;

/// <summary>
/// What is left of each run of a pattern to each vehicle that claims it, when the vehicles keep their order: who would have left
/// earlier is on the earlier run. Sums over all ways to give runs to vehicles in order, forward and backward, so that a vehicle whose run
/// is plain decides for those before and behind it.
/// </summary>
internal sealed class LineOrder
{
    private readonly List<(VehicleTrack Track, double DepartedAt, int First, int Claims)> vehicles = [];
    private readonly List<RunClaim> runs = [];
    private RunClaim?[] cells = [];
    private double[] ahead = [];
    private double[] behind = [];

    /// <summary>Weighs the claims on a pattern, and writes <see cref="RunClaim.InOrder"/>.</summary>
    /// <param name="claims">All claims on it.</param>
    public void Weigh(List<RunClaim> claims)
    {
        this.Arrange(claims);
        int width = this.runs.Count + 1;
        int count = this.vehicles.Count;
        this.Forward(width, count);
        this.Backward(width, count);
        for (int v = 0; v < count; v++)
        {
            this.Share(v, width);
        }
    }

    private void Arrange(List<RunClaim> claims)
    {
        // A vehicle's claims lie side by side.
        this.vehicles.Clear();
        for (int first = 0, next = 1; first < claims.Count; first = next++)
        {
            while (next < claims.Count && claims[next].Track == claims[first].Track)
            {
                next++;
            }

            this.vehicles.Add((claims[first].Track, claims[first].DepartedAt, first, next - first));
        }

        this.vehicles.Sort((a, b) => a.DepartedAt != b.DepartedAt ? a.DepartedAt.CompareTo(b.DepartedAt) : a.Track.Id.CompareTo(b.Track.Id));
        this.ArrangeRuns(claims);
        int width = this.runs.Count + 1;
        int size = this.vehicles.Count * width;
        if (this.cells.Length < size)
        {
            this.cells = new RunClaim?[size * 2];
            this.ahead = new double[(size * 2) + 256];
            this.behind = new double[(size * 2) + 256];
        }

        Array.Clear(this.cells, 0, size);
        for (int v = 0; v < this.vehicles.Count; v++)
        {
            (_, _, int first, int count) = this.vehicles[v];
            for (int i = first; i < first + count; i++)
            {
                this.cells[(v * width) + this.runs.BinarySearch(claims[i], ByStart.Order) + 1] = claims[i];
            }
        }
    }

    /// <summary>One claim of each run, in the order of the timetable.</summary>
    private void ArrangeRuns(List<RunClaim> claims)
    {
        this.runs.Clear();
        this.runs.AddRange(claims);
        this.runs.Sort(ByStart.Order);
        int kept = 0;
        for (int i = 0; i < this.runs.Count; i++)
        {
            if (kept == 0 || this.runs[i].Trip != this.runs[kept - 1].Trip)
            {
                this.runs[kept++] = this.runs[i];
            }
        }

        this.runs.RemoveRange(kept, this.runs.Count - kept);
    }

    /// <summary>Row v: the vehicles before v are decided; by the last run that any of them has, 0: none.</summary>
    private void Forward(int width, int count)
    {
        Span<double> first = this.ahead.AsSpan(0, width);
        first.Clear();
        first[0] = 1;
        for (int v = 0; v < count; v++)
        {
            ReadOnlySpan<double> from = this.ahead.AsSpan(v * width, width);
            Span<double> to = this.ahead.AsSpan((v + 1) * width, width);
            double elsewhere = this.ElsewhereOf(v, width);
            double before = 0;
            for (int r = 0; r < width; r++)
            {
                to[r] = (elsewhere * from[r]) + (this.WeightAt(v, r, width) * before);
                before += from[r];
            }

            Scale(to);
        }
    }

    /// <summary>Row v: the vehicles from v on are decided; by the first run that any of them has, and at its end, for none.</summary>
    private void Backward(int width, int count)
    {
        Span<double> last = this.behind.AsSpan(count * width, width);
        last.Clear();
        last[0] = 1;
        for (int v = count - 1; v >= 0; v--)
        {
            // Place 0 stands for none of the runs, which lies behind all of them.
            ReadOnlySpan<double> from = this.behind.AsSpan((v + 1) * width, width);
            Span<double> to = this.behind.AsSpan(v * width, width);
            double elsewhere = this.ElsewhereOf(v, width);
            double after = from[0];
            for (int r = width - 1; r >= 1; r--)
            {
                to[r] = (elsewhere * from[r]) + (this.WeightAt(v, r, width) * after);
                after += from[r];
            }

            to[0] = elsewhere * from[0];
            Scale(to);
        }
    }

    private void Share(int v, int width)
    {
        ReadOnlySpan<double> before = this.ahead.AsSpan(v * width, width);
        ReadOnlySpan<double> after = this.behind.AsSpan((v + 1) * width, width);

        // Without the vehicle: every last run of those before it with every later first run of those behind.
        double without = 0;
        double sum = 0;
        for (int r = 0; r < width; r++)
        {
            if (r > 0)
            {
                without += sum * after[r];
            }

            sum += before[r];
        }

        without += sum * after[0];
        double ahead = before[0];
        for (int r = 1; r < width; r++)
        {
            if (this.cells[(v * width) + r] is { } claim)
            {
                double later = after[0];
                for (int k = r + 1; k < width; k++)
                {
                    later += after[k];
                }

                claim.InOrder = ahead * later / Math.Max(without, double.Epsilon);
            }

            ahead += before[r];
        }
    }

    /// <summary>A claim against leaving the run to nobody.</summary>
    private double WeightAt(int v, int r, int width) => this.cells[(v * width) + r] is { } claim ? claim.Weight / claim.Unserved : 0;

    private double ElsewhereOf(int v, int width)
    {
        for (int r = 1; r < width; r++)
        {
            if (this.cells[(v * width) + r] is { } claim)
            {
                return claim.Elsewhere;
            }
        }

        return 1;
    }

    private static void Scale(Span<double> row)
    {
        double most = 0;
        foreach (double value in row)
        {
            most = Math.Max(most, value);
        }

        if (most > 0)
        {
            foreach (ref double value in row)
            {
                value /= most;
            }
        }
    }

    private sealed class ByStart : IComparer<RunClaim>
    {
        public static readonly ByStart Order = new();

        public int Compare(RunClaim? a, RunClaim? b) => a!.StartAt != b!.StartAt ? a.StartAt.CompareTo(b.StartAt) : a.Trip.CompareTo(b.Trip);
    }
}
