using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Lines;

namespace TransitHub.Simulation.Service;

/// <summary>Closes streets: on some days a line leaves its way for a stretch of one to three stops, for some hours.</summary>
internal sealed class DetourPlan(Schedule schedule, SimulationOptions options, CityMap map)
{
    private const long DayMs = 86_400_000;

    /// <summary>Plans the detours of a day, and forgets those that are over.</summary>
    public void Add(ServiceDate date)
    {
        long start = schedule.ServiceDayStart(date) * 1000;
        foreach (CityLine line in map.Lines.Where(l => l.Traits.Mode == LineMode.Road))
        {
            SeededChance chance = SeededChance.Of(options.Seed, ChanceStream.Detour, SeededChance.Mix((ulong)line.Route, (ulong)date.DayNumber, 0));
            int count = chance.Poisson(options.Service.DetoursPerLineAndDay);
            int[] patterns = schedule.Routes.Patterns(line.Route).ToArray();
            foreach (int pattern in patterns)
            {
                map.Patterns[pattern].Detours.RemoveAll(d => d.ToAt < start - DayMs);
            }

            for (int i = 0; i < count && patterns.Length > 0; i++)
            {
                CityPattern pattern = map.Patterns[patterns[chance.Pick(patterns.Length)]];
                int skipped = 1 + chance.Pick(3);
                double where = chance.Next();
                double beside = chance.Between(150, 400) * (chance.Happens(0.5) ? 1 : -1);
                long from = start + (long)(chance.Between(5, 20) * 3_600_000);
                long to = from + (long)(chance.Between(1.5, 5) * 3_600_000);
                int room = pattern.LastPosition - skipped - 2;
                if (room >= 1)
                {
                    int position = 1 + (int)(where * room);
                    pattern.Detours.Add(new Detour(position, position + skipped + 1, beside, from, to));
                }
            }
        }
    }
}
