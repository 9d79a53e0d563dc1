using Candidate = TransitHub.Gtfs.Geometries.LineProjection.Candidate;

namespace TransitHub.Gtfs.Geometries;

/// <summary>
/// Puts the stops of a pattern along its line: of all ways to choose a pass for each stop so that the offsets never fall,
/// the cheapest. A choice costs by its distance from the stop, by its difference from the distance that the feed states,
/// and, where the line passes a stop more than once, by how badly the way fits the scheduled time.
/// </summary>
internal sealed class StopPlacement
{
    /// <summary>Distance of a stop from the line that costs one; about the width of a street.</summary>
    private const float NearMeters = 15;

    /// <summary>Two stops that lie close together may project this much in the wrong order; then both get the later offset.</summary>
    private const float MaxBackMeters = 30;

    /// <summary>Difference from the stated distance that costs one: feeds round it to tens of metres.</summary>
    private const float StatedMeters = 50;

    /// <summary>Cost of a way that does not fit its time at all; worth a street's width, so that it decides only near ties.</summary>
    private const float MaxTimeCost = 2;

    private readonly Geometry line;
    private readonly PatternStop[] stops;
    private float metersPerSecond;

    private StopPlacement(Geometry line, PatternStop[] stops)
    {
        (this.line, this.stops) = (line, stops);
        this.metersPerSecond = float.NaN;
    }

    /// <summary>Offsets in metres along the line and the distance of each stop from it; null if no order fits.</summary>
    public static Result? Place(Geometry line, PatternStop[] stops) => new StopPlacement(line, stops).Run();

    private Result? Run()
    {
        var located = new List<int>();
        var choices = new List<List<Candidate>>();
        for (var stop = 0; stop < this.stops.Length; stop++)
        {
            if (this.stops[stop].IsLocated)
            {
                located.Add(stop);
                choices.Add(Choices(this.stops[stop]));
            }
        }

        var chosen = Cheapest(located, choices);
        if (chosen is not null && choices.Exists(own => own.Count > 1))
        {
            // Where a stop has several passes, the speed between the ends as placed so far tells which of them fit the times.
            SetSpeed(located, choices, chosen);
            chosen = Cheapest(located, choices);
        }

        return chosen is null ? null : Finish(located, choices, chosen);
    }

    private void SetSpeed(List<int> located, List<List<Candidate>> choices, int[] chosen)
    {
        var first = located.FindIndex(stop => !float.IsNaN(this.stops[stop].Seconds));
        var last = located.FindLastIndex(stop => !float.IsNaN(this.stops[stop].Seconds));
        if (first < last)
        {
            var meters = choices[last][chosen[last]].Offset - choices[first][chosen[first]].Offset;
            var seconds = this.stops[located[last]].Seconds - this.stops[located[first]].Seconds;
            this.metersPerSecond = meters > 0 && seconds > 0 ? meters / seconds : float.NaN;
        }
    }

    private Result Finish(List<int> located, List<List<Candidate>> choices, int[] chosen)
    {
        var offsets = new float[this.stops.Length];
        var distances = new float[this.stops.Length];
        Array.Fill(offsets, float.NaN);
        var reached = 0f;
        for (var at = 0; at < located.Count; at++)
        {
            var candidate = choices[at][chosen[at]];
            reached = Math.Max(reached, candidate.Offset);
            offsets[located[at]] = reached;
            distances[located[at]] = candidate.Distance;
        }

        FillBetween(offsets);
        return new Result(offsets, distances);
    }

    private List<Candidate> Choices(PatternStop stop)
    {
        var choices = LineProjection.Candidates(this.line, stop.X, stop.Y);
        if (!float.IsNaN(stop.Stated))
        {
            choices.Add(new Candidate(stop.Stated, LineProjection.DistanceAt(this.line, stop.Stated, stop.X, stop.Y)));
        }

        return choices;
    }

    private int[]? Cheapest(List<int> located, List<List<Candidate>> choices)
    {
        var cameFrom = new int[located.Count][];
        var costs = choices[0].ConvertAll(choice => OwnCost(choice, located[0])).ToArray();
        for (var at = 1; at < located.Count; at++)
        {
            var next = new float[choices[at].Count];
            cameFrom[at] = new int[next.Length];
            for (var to = 0; to < next.Length; to++)
            {
                var (best, from) = (float.PositiveInfinity, -1);
                for (var candidate = 0; candidate < costs.Length; candidate++)
                {
                    var cost = costs[candidate]
                        + StepCost(choices[at - 1][candidate].Offset, choices[at][to].Offset, located[at - 1], located[at]);
                    if (cost < best)
                    {
                        (best, from) = (cost, candidate);
                    }
                }

                next[to] = best + OwnCost(choices[at][to], located[at]);
                cameFrom[at][to] = from;
            }

            costs = next;
        }

        var last = Array.IndexOf(costs, costs.Min());
        return float.IsInfinity(costs[last]) ? null : Trace(cameFrom, last);
    }

    private static int[] Trace(int[][] cameFrom, int last)
    {
        var chosen = new int[cameFrom.Length];
        chosen[^1] = last;
        for (var at = cameFrom.Length - 1; at > 0; at--)
        {
            chosen[at - 1] = cameFrom[at][chosen[at]];
        }

        return chosen;
    }

    private float OwnCost(Candidate choice, int stop)
    {
        var cost = Square(choice.Distance / NearMeters);
        if (!float.IsNaN(this.stops[stop].Stated))
        {
            cost += Math.Min(Square((choice.Offset - this.stops[stop].Stated) / StatedMeters), 16);
        }

        // On a round trip the first and the last stop lie at both ends of the line.
        var share = this.line.LengthMeters > 0 ? choice.Offset / this.line.LengthMeters : 0;
        return cost + (stop == 0 ? share * 0.01f : 0) + (stop == this.stops.Length - 1 ? (1 - share) * 0.01f : 0);
    }

    private float StepCost(float from, float to, int stopFrom, int stopTo)
    {
        var way = to - from;
        if (way < 0)
        {
            return way < -MaxBackMeters ? float.PositiveInfinity : 1 + Square(way / 10);
        }

        var expected = (this.stops[stopTo].Seconds - this.stops[stopFrom].Seconds) * this.metersPerSecond;
        return float.IsNaN(expected) || expected < 0
            ? 0
            : Math.Min(0.5f * Square((way - expected) / ((0.5f * expected) + 150)), MaxTimeCost);
    }

    /// <summary>Stops without a place lie evenly between those that have one.</summary>
    private static void FillBetween(float[] offsets)
    {
        var before = -1;
        for (var at = 0; at <= offsets.Length; at++)
        {
            if (at < offsets.Length && float.IsNaN(offsets[at]))
            {
                continue;
            }

            var low = before >= 0 ? offsets[before] : at < offsets.Length ? offsets[at] : 0;
            var high = at < offsets.Length ? offsets[at] : low;
            for (var gap = before + 1; gap < at; gap++)
            {
                offsets[gap] = low + ((high - low) * (gap - before) / (at - before));
            }

            before = at;
        }
    }

    private static float Square(float value) => value * value;

    internal sealed record Result(float[] Offsets, float[] Distances);
}
