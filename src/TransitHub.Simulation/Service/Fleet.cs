using System.Globalization;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Reporting;

namespace TransitHub.Simulation.Service;

/// <summary>All vehicles. There are as many as were ever needed at one time.</summary>
internal sealed class Fleet(SimulationOptions options, AvlReporter reporter)
{
    private readonly List<Vehicle> vehicles = [];

    public int Count => this.vehicles.Count;

    public Vehicle this[int index] => this.vehicles[index];

    /// <summary>A vehicle of the line out of its depot, or a new one.</summary>
    public Vehicle Take(CityLine line)
    {
        if (line.Depot.TryPop(out Vehicle? parked))
        {
            return parked;
        }

        int number = line.Fleet++;
        Vehicle vehicle = new(this.vehicles.Count, IdOf(line, number), line)
        {
            Luck = SeededChance.Of(options.Seed, ChanceStream.Driving, SeededChance.Mix((ulong)(line.Route + 1), (ulong)number, 0)),
        };
        this.vehicles.Add(vehicle);
        if (Math.Ceiling((number + 1) * line.EquippedShare) > Math.Ceiling(number * line.EquippedShare))
        {
            reporter.Equip(vehicle, number);
        }

        return vehicle;
    }

    /// <summary>Gives each line its share of the devices: one at least while they last, the rest by size.</summary>
    /// <param name="lines">All lines.</param>
    /// <param name="needed">How many vehicles each needs at the start.</param>
    public void ShareDevices(CityLine[] lines, int[] needed)
    {
        int total = needed.Sum();
        if (options.Vehicles is not { } wanted || wanted >= total)
        {
            return;
        }

        if (wanted <= needed.Count(n => n > 0))
        {
            // Not even one for each: the largest lines have them.
            var largest = Enumerable.Range(0, lines.Length).OrderByDescending(l => needed[l]).ThenBy(l => l).Take(wanted).ToHashSet();
            for (int line = 0; line < lines.Length; line++)
            {
                lines[line].EquippedShare = largest.Contains(line) ? 0.5 / Math.Max(1, needed[line]) : 0;
            }

            return;
        }

        double low = 0;
        double high = 1;
        for (int step = 0; step < 40; step++)
        {
            double middle = (low + high) / 2;
            double equipped = needed.Sum(n => Math.Ceiling(n * middle));
            (low, high) = equipped < wanted ? (middle, high) : (low, middle);
        }

        // Lines of one size reach their next device at the same share: what is left after the last share that is too small
        // goes to some of them, the larger lines first.
        int[] devices = [.. needed.Select(n => (int)Math.Ceiling(n * low))];
        foreach (int line in Enumerable.Range(0, lines.Length).Where(l => Math.Ceiling(needed[l] * high) > devices[l])
            .OrderByDescending(l => needed[l]).ThenBy(l => l).Take(wanted - devices.Sum()).ToList())
        {
            devices[line]++;
        }

        for (int line = 0; line < lines.Length; line++)
        {
            // Half a device less, since shares are rounded up.
            lines[line].EquippedShare = needed[line] == 0 ? high : (devices[line] - 0.5) / needed[line];
        }
    }

    private static string IdOf(CityLine line, int number)
    {
        string name = string.Concat(line.Id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));

        // Two routes may differ only in letters that a topic must not have.
        string distinct = name == line.Id && name.Length <= 80 ? name : string.Create(CultureInfo.InvariantCulture, $"{name[..Math.Min(60, name.Length)]}-r{line.Route}");
        return string.Create(CultureInfo.InvariantCulture, $"sim-{distinct}-{number + 1:D3}");
    }
}
