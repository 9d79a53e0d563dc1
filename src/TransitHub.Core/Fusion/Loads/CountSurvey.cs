namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// Riders counted by hand beside the counters over the doors: by how much counts are too low, by how full the vehicle was, for all counters together and for
/// each that was surveyed long enough. Counts alone cannot tell (see <see cref="CountBias"/>).
/// </summary>
public static class CountSurvey
{
    /// <summary>So many riders at the default factor are added to a band, so that a band nobody surveyed keeps it.</summary>
    private const double Prior = 10;

    /// <summary>So many riders at the factor of all are added to a band of one counter.</summary>
    private const double DevicePrior = 100;

    /// <summary>A counter gets factors of its own from so many surveyed riders on.</summary>
    private const double FewestOfDevice = 200;

    private const double LeastFactor = 0.5;
    private const double MostFactor = 5;

    /// <summary>Compares.</summary>
    /// <param name="survey">Stops at which riders were counted by hand.</param>
    /// <param name="counts">What the counters told; those of several doors add up.</param>
    /// <param name="withinSeconds">How far a count may lie from the departure that it is of, 0 or more.</param>
    public static SurveyFactors Compare(IEnumerable<SurveyedStop> survey, IEnumerable<SurveyCount> counts, double withinSeconds)
    {
        ArgumentNullException.ThrowIfNull(survey);
        ArgumentNullException.ThrowIfNull(counts);
        Dictionary<string, Stop[]> vehicles = survey.GroupBy(s => s.Vehicle, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(s => new Stop(s)).OrderBy(s => s.Surveyed.Departure).ToArray(), StringComparer.Ordinal);
        int unmatched = 0;
        foreach (SurveyCount count in counts)
        {
            if (vehicles.TryGetValue(count.Vehicle, out Stop[]? stops) && Nearest(stops, count.At) is var stop && Math.Abs(stop.Surveyed.Departure - count.At) <= withinSeconds)
            {
                stop.Add(count);
            }
            else
            {
                unmatched++;
            }
        }

        Sums all = new();
        Dictionary<string, Sums> devices = new(StringComparer.Ordinal);
        foreach ((string vehicle, Stop[] stops) in vehicles)
        {
            Sums own = devices[vehicle] = new Sums();
            foreach (Stop stop in stops.Where(s => s.IsCounted))
            {
                all.Add(stop);
                own.Add(stop);
            }
        }

        double[] factors = all.Factors(Prior, LoadOptions.UsualFactors);
        return new SurveyFactors(
            vehicles.Values.Sum(v => v.Length), all.Stops, unmatched,
            [.. factors.Select((factor, band) => new SurveyBand(all.Riders[band], all.Counts[band], factor))],
            devices.Where(d => d.Value.Riders.Sum() >= FewestOfDevice).OrderBy(d => d.Key, StringComparer.Ordinal)
                .ToDictionary(d => d.Key, IReadOnlyList<double> (d) => d.Value.Factors(DevicePrior, factors), StringComparer.Ordinal));
    }

    private static Stop Nearest(Stop[] stops, double at)
    {
        int low = 0;
        int high = stops.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = stops[middle].Surveyed.Departure < at ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && at - stops[low - 1].Surveyed.Departure < stops[low].Surveyed.Departure - at ? stops[low - 1] : stops[low];
    }

    private sealed class Stop(SurveyedStop surveyed)
    {
        public SurveyedStop Surveyed { get; } = surveyed;

        public bool IsCounted { get; private set; }

        public int Boardings { get; private set; }

        public int Alightings { get; private set; }

        public void Add(SurveyCount count)
        {
            this.IsCounted = true;
            this.Boardings += count.Boardings;
            this.Alightings += count.Alightings;
        }
    }

    private sealed class Sums
    {
        public double[] Riders { get; } = new double[CountBands.Count];

        public double[] Counts { get; } = new double[CountBands.Count];

        public int Stops { get; private set; }

        public void Add(Stop stop)
        {
            // Who boards is counted by how full it gets, who leaves by how full it was.
            SurveyedStop by = stop.Surveyed;
            int after = CountBands.Of(by.Load, by.Room);
            int before = CountBands.Of(by.Load - by.Boarding + by.Alighting, by.Room);
            this.Riders[after] += by.Boarding;
            this.Counts[after] += stop.Boardings;
            this.Riders[before] += by.Alighting;
            this.Counts[before] += stop.Alightings;
            this.Stops++;
        }

        public double[] Factors(double prior, IReadOnlyList<double> others) =>
            [.. others.Select((other, band) => Math.Clamp((this.Riders[band] + (prior * other)) / (this.Counts[band] + prior), LeastFactor, MostFactor))];
    }
}

/// <summary>A stop at which riders were counted by hand.</summary>
/// <param name="Vehicle">The vehicle's device id.</param>
/// <param name="Departure">When it left, Unix seconds.</param>
/// <param name="Load">Riders on board when it left.</param>
/// <param name="Boarding">Riders who got on.</param>
/// <param name="Alighting">Riders who got off.</param>
/// <param name="Room">For how many riders there is room, 1 or more.</param>
public readonly record struct SurveyedStop(string Vehicle, double Departure, double Load, double Boarding, double Alighting, double Room);

/// <summary>What a counter told.</summary>
/// <param name="Vehicle">The vehicle's device id.</param>
/// <param name="At">When, Unix seconds.</param>
/// <param name="Boardings">Riders it saw getting on.</param>
/// <param name="Alightings">Riders it saw getting off.</param>
public readonly record struct SurveyCount(string Vehicle, double At, int Boardings, int Alightings);

/// <summary>What a survey says.</summary>
/// <param name="Stops">Stops surveyed.</param>
/// <param name="Matched">Of these with a count.</param>
/// <param name="Unmatched">Counts that no surveyed stop explains.</param>
/// <param name="Bands">Up to a quarter full, half, three quarters, and beyond: of all counters together.</param>
/// <param name="Devices">Factors of counters that were surveyed long enough, by device id.</param>
public sealed record SurveyFactors(
    int Stops, int Matched, int Unmatched, IReadOnlyList<SurveyBand> Bands, IReadOnlyDictionary<string, IReadOnlyList<double>> Devices);

/// <summary>One band of the load.</summary>
/// <param name="Riders">Counted by hand, on and off together.</param>
/// <param name="Counted">Counted by the counters.</param>
/// <param name="Factor">By which counts are to be multiplied.</param>
public readonly record struct SurveyBand(double Riders, double Counted, double Factor);
