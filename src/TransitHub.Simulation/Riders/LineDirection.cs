using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Lines;

namespace TransitHub.Simulation.Riders;

/// <summary>A line's one direction, over whose stops its riders are spread.</summary>
internal sealed class LineDirection(CityLine line, int index, int directionId)
{
    private const int KeptDays = 6;

    private readonly Dictionary<int, double> peaks = [];
    private double weights;
    private double fullest;

    public CityLine Line { get; } = line;

    /// <summary>GTFS <c>direction_id</c>; -1: none.</summary>
    public int DirectionId { get; } = directionId;

    /// <summary>The most runs that begin in one hour of a day; 0 for one that is not planned or not kept any more.</summary>
    public double PeakRunsPerHour(int dayNumber) => this.peaks.GetValueOrDefault(dayNumber);

    /// <summary>Learns how busy a day is: a holiday brings the riders that its timetable has room for.</summary>
    public void LearnPeak(int dayNumber, double runsPerHour)
    {
        this.peaks.Remove(dayNumber - KeptDays);
        this.peaks[dayNumber] = runsPerHour;
    }

    /// <summary>Riders of the whole direction for each one who is on board where the vehicles are fullest.</summary>
    public double RidersPerLoad => this.fullest > 0 ? 1 / this.fullest : 1;

    /// <summary>Share of the direction's riders who come to a point.</summary>
    public double ShareOf(BoardingPoint point) => point.Weight / this.weights;

    /// <summary>The points of a pattern's stops; those that another pattern of the direction has are its own.</summary>
    public BoardingPoint[] PointsOf(int[] stops, Dictionary<(int Route, int Direction, int Stop), BoardingPoint> known, (int Route, int Direction) key, ulong seed)
    {
        var points = new BoardingPoint[stops.Length];
        for (int i = 0; i < stops.Length; i++)
        {
            if (!known.TryGetValue((key.Route, key.Direction, stops[i]), out BoardingPoint? point))
            {
                // Nobody boards at the end, and few shortly before it; some stops are four times as busy as others.
                double ahead = (double)(stops.Length - 1 - i) / (stops.Length - 1);
                double chance = SeededChance.Share(SeededChance.Mix((ulong)ChanceStream.StopWeight, (ulong)index, (ulong)stops[i]));
                double weight = Math.Sqrt(ahead) * Math.Pow(4, chance - 0.5);
                point = new BoardingPoint(this, stops[i], weight, SeededChance.Of(seed, ChanceStream.Riders, SeededChance.Mix((ulong)index + 1, (ulong)stops[i], 0)));
                this.weights += weight;
                known.Add((key.Route, key.Direction, stops[i]), point);
            }

            points[i] = point;
        }

        return points;
    }

    /// <summary>Learns how full a vehicle of the pattern gets, as a share of all who board it. All its points must be known.</summary>
    public void LearnLoads(BoardingPoint[] points, double[] offsets)
    {
        for (int k = 0; k + 1 < points.Length; k++)
        {
            double load = 0;
            for (int i = 0; i <= k; i++)
            {
                load += this.ShareOf(points[i]) * RideLengths.ShareBeyond(offsets, i, k);
            }

            this.fullest = Math.Max(this.fullest, load);
        }
    }
}
