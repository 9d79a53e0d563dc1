using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Lines;

namespace TransitHub.Simulation.Riders;

/// <summary>A line's one direction, over whose stops its riders are spread.</summary>
internal sealed class LineDirection(CityLine line, int index)
{
    private double weights;

    public CityLine Line { get; } = line;

    /// <summary>The most runs that begin in one hour of the days planned so far.</summary>
    public double PeakRunsPerHour { get; set; }

    /// <summary>Share of the direction's riders who come to a point.</summary>
    public double ShareOf(BoardingPoint point) => point.Weight / this.weights;

    /// <summary>The points of a pattern's stops; those that another pattern of the direction has are its own.</summary>
    public BoardingPoint[] PointsOf(int[] stops, Dictionary<(int Route, int Direction, int Stop), BoardingPoint> known, (int Route, int Direction) key)
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
                point = new BoardingPoint(this, weight);
                this.weights += weight;
                known.Add((key.Route, key.Direction, stops[i]), point);
            }

            points[i] = point;
        }

        return points;
    }
}
