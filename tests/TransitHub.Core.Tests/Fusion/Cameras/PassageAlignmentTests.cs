using TransitHub.Core.Fusion.Cameras;

namespace TransitHub.Core.Tests.Fusion.Cameras;

public sealed class PassageAlignmentTests
{
    private const double Overtaking = 0.15;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 3)]
    [InlineData(4, 4)]
    public void Shares_are_those_of_all_ways_counted_one_by_one(int passages, int runs)
    {
        Random chance = new((passages * 10) + runs);
        double[,] ratios = new double[passages, runs];
        PassageAlignment alignment = new();
        alignment.Begin(passages, runs);
        for (int i = 0; i < passages; i++)
        {
            for (int j = 0; j < runs; j++)
            {
                ratios[i, j] = chance.NextDouble() < 0.2 ? 0 : Math.Exp(4 * (chance.NextDouble() - 0.5));
                alignment.Set(i, j, ratios[i, j]);
            }
        }

        alignment.Sum();
        double[,] expected = new double[passages, runs];
        double sum = Count(ratios, expected, 0, [], 1);

        for (int i = 0; i < passages; i++)
        {
            for (int j = 0; j < runs; j++)
            {
                Assert.Equal(expected[i, j] / sum, alignment.Share(i, j), 9);
            }
        }
    }

    [Fact]
    public void A_run_is_not_given_twice()
    {
        PassageAlignment alignment = new();
        alignment.Begin(2, 1);
        alignment.Set(0, 0, 100);
        alignment.Set(1, 0, 100);
        alignment.Sum();

        Assert.Equal(alignment.Share(0, 0), alignment.Share(1, 0), 12);
        Assert.InRange(alignment.Share(0, 0) + alignment.Share(1, 0), 0.9, 1);
    }

    /// <summary>All ways for the passages from one on, with those before given to some runs.</summary>
    private static double Count(double[,] ratios, double[,] shares, int passage, List<(int I, int J)> pairs, double weight)
    {
        if (passage == ratios.GetLength(0))
        {
            double way = weight * Price(pairs);
            foreach ((int i, int j) in pairs)
            {
                shares[i, j] += way;
            }

            return way;
        }

        double sum = Count(ratios, shares, passage + 1, pairs, weight);
        for (int j = 0; j < ratios.GetLength(1); j++)
        {
            if (ratios[passage, j] > 0 && !pairs.Exists(p => p.J == j))
            {
                sum += Count(ratios, shares, passage + 1, [.. pairs, (passage, j)], weight * ratios[passage, j]);
            }
        }

        return sum;
    }

    /// <summary>Only neighbors may cross, and each with one other.</summary>
    private static double Price(List<(int I, int J)> pairs)
    {
        double price = 1;
        HashSet<int> crossed = [];
        for (int a = 0; a < pairs.Count; a++)
        {
            for (int b = a + 1; b < pairs.Count; b++)
            {
                if (pairs[b].J > pairs[a].J)
                {
                    continue;
                }

                bool areNeighbors = pairs[b].I - pairs[a].I == 1 && pairs[a].J - pairs[b].J == 1;
                price *= areNeighbors && crossed.Add(a) && crossed.Add(b) ? Overtaking : 0;
            }
        }

        return price;
    }
}
