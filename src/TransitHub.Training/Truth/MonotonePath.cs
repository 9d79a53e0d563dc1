using TransitHub.Gtfs;

namespace TransitHub.Training.Truth;

/// <summary>A fix on its way along a line.</summary>
/// <param name="At">When it was measured, Unix seconds.</param>
/// <param name="Along">Meters along the line; never falling from fix to fix.</param>
internal readonly record struct PathPoint(double At, float Along);

/// <summary>
/// Puts the fixes of one run on its line, all together: of all ways to choose a place for each fix so that the vehicle never goes
/// back by more than noise, the one nearest to the fixes. Where the line passes a place twice, the fixes before and after decide.
/// </summary>
internal static class MonotonePath
{
    /// <summary>Fixes farther off the line are left out, meters.</summary>
    private const float ReachMeters = 75;

    /// <summary>Distance off the line that costs one, meters.</summary>
    private const double NoiseMeters = 15;

    /// <summary>A vehicle may seem to go back by this much, meters.</summary>
    private const float BackMeters = 40;

    /// <summary>No vehicle covers more meters in a second.</summary>
    private const double MaxSpeed = 40;

    /// <summary>What it costs to leave a fix out: more than any fix within reach, so that only impossible ones are.</summary>
    private const double LeftOutCost = 60;

    /// <summary>At most so many fixes are left out in a row.</summary>
    private const int MostLeftOut = 5;

    /// <summary>Gives the fixes that are on the line, in order of time.</summary>
    /// <param name="line">The line.</param>
    /// <param name="fixes">Fixes in order of time.</param>
    /// <param name="reachMeters">Fixes farther off the line are left out, meters.</param>
    /// <param name="noiseMeters">Distance off the line that costs one, meters.</param>
    public static List<PathPoint> Of(Geometry line, IReadOnlyList<TimedFix> fixes, float reachMeters = ReachMeters, double noiseMeters = NoiseMeters)
    {
        List<Node[]> layers = Layers(line, fixes, reachMeters, noiseMeters);
        for (int layer = 0; layer < layers.Count; layer++)
        {
            for (int node = 0; node < layers[layer].Length; node++)
            {
                Connect(layers, layer, ref layers[layer][node]);
            }
        }

        return Trace(layers);
    }

    private static List<Node[]> Layers(Geometry line, IReadOnlyList<TimedFix> fixes, float reachMeters, double noiseMeters)
    {
        List<Node[]> layers = [];
        List<LineCandidate> found = [];
        foreach (TimedFix fix in fixes)
        {
            LineCandidates.Find(line, fix.Latitude, fix.Longitude, reachMeters, found);
            if (found.Count > 0)
            {
                layers.Add([.. found.Select(c => new Node(fix.At, c.Along, Square(c.Distance / noiseMeters)))]);
            }
        }

        return layers;
    }

    /// <summary>Finds the cheapest way to a node: from a node of one of the fixes before it, or as the first one.</summary>
    private static void Connect(List<Node[]> layers, int layer, ref Node node)
    {
        node.Cost = (layer * LeftOutCost) + node.OwnCost;
        node.FromLayer = -1;
        for (int former = layer - 1; former >= Math.Max(0, layer - 1 - MostLeftOut); former--)
        {
            double leftOut = (layer - former - 1) * LeftOutCost;
            for (int i = 0; i < layers[former].Length; i++)
            {
                ref Node from = ref layers[former][i];
                float way = node.Along - from.Along;
                double cost = from.Cost + leftOut + node.OwnCost + (way < 0 ? Square(way / NoiseMeters) : 0);
                if (way >= -BackMeters && way <= (MaxSpeed * (node.At - from.At)) + BackMeters && cost < node.Cost)
                {
                    (node.Cost, node.FromLayer, node.FromNode) = (cost, former, i);
                }
            }
        }
    }

    private static List<PathPoint> Trace(List<Node[]> layers)
    {
        (double best, int layer, int node) = (double.PositiveInfinity, -1, -1);
        for (int i = 0; i < layers.Count; i++)
        {
            for (int j = 0; j < layers[i].Length; j++)
            {
                double cost = layers[i][j].Cost + ((layers.Count - 1 - i) * LeftOutCost);
                if (cost < best)
                {
                    (best, layer, node) = (cost, i, j);
                }
            }
        }

        List<PathPoint> path = [];
        while (layer >= 0)
        {
            Node at = layers[layer][node];
            path.Add(new PathPoint(at.At, at.Along));
            (layer, node) = (at.FromLayer, at.FromNode);
        }

        path.Reverse();
        for (int i = 1; i < path.Count; i++)
        {
            path[i] = path[i] with { Along = Math.Max(path[i].Along, path[i - 1].Along) };
        }

        return path;
    }

    private static double Square(double value) => value * value;

    private struct Node(double at, float along, double ownCost)
    {
        public double At = at;
        public float Along = along;
        public double OwnCost = ownCost;
        public double Cost;
        public int FromLayer;
        public int FromNode;
    }
}
