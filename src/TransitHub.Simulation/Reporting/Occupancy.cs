namespace TransitHub.Simulation.Reporting;

/// <summary>GTFS-Realtime's OccupancyStatus by the thresholds that makers of such devices print (Avail, myStop).</summary>
internal static class Occupancy
{
    public static byte Of(int load, int seats, int capacity) =>
        load < 0.1 * seats ? (byte)0
        : load < 0.5 * seats ? (byte)1
        : load < 0.95 * seats ? (byte)2
        : load < 0.8 * capacity ? (byte)3
        : load < 0.95 * capacity ? (byte)4
        : (byte)5;
}
