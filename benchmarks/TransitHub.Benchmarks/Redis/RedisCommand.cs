using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using TransitHub.Benchmarks.Storage;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Redis;
using TransitHub.Testing;

namespace TransitHub.Benchmarks.Redis;

/// <summary>
/// `redis`: appends and reads of the observation log in Redis beside the embedded one and beside plain XADD and XRANGE of the same bytes, what memory
/// it takes, and how long large values take. It starts a server of its own for each setting.
/// </summary>
internal static class RedisCommand
{
    private static readonly string[] Flushes = ["always", "everysec", "no"];

    public static Command Create()
    {
        Option<int> observations = new("--observations") { DefaultValueFactory = _ => 200_000, Description = "How many, of 10,000 vehicles." };
        Option<string> server = new("--server") { DefaultValueFactory = _ => "redis-server", Description = "The program: redis-server or valkey-server." };
        Command command = new("redis", "Measures the storage in Redis.") { observations, server };
        command.SetAction(async (parsed, cancellation) =>
        {
            AvlReport[] reports = SeededReports.Make(parsed.GetValue(observations), 10_000);
            await EmbeddedAsync(reports, cancellation).ConfigureAwait(false);
            foreach (string fsync in Flushes)
            {
                await ServerAsync(parsed.GetValue(server)!, fsync, reports, cancellation).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static async Task EmbeddedAsync(AvlReport[] reports, CancellationToken cancellation)
    {
        Console.WriteLine("embedded: segment files, fsync after each append");
        foreach (int batch in LogMeasure.Batches)
        {
            string folder = Directory.CreateTempSubdirectory("transithub-redis-").FullName;
            await using (var storage = new LocalStorage(folder, new ObservationLogOptions(), TimeProvider.System))
            {
                await LogMeasure.RunAsync(storage, reports, batch, writers: 1, cancellation).ConfigureAwait(false);
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ServerAsync(string program, string fsync, AvlReport[] reports, CancellationToken cancellation)
    {
        Console.WriteLine($"{program}, appendfsync {fsync}");
        await using RedisServer server = await RedisServer.StartAsync(cancellation, program, "--appendfsync", fsync).ConfigureAwait(false);
        RedisOptions options = new() { Address = $"redis://127.0.0.1:{server.Port}" };
        await using ConnectionMultiplexer raw = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},allowAdmin=true").ConfigureAwait(false);
        foreach (int batch in LogMeasure.Batches)
        {
            await PlainMeasure.RunAsync(raw, reports, batch, cancellation).ConfigureAwait(false);
            for (int writers = 1; writers <= (batch == 100 ? 4 : 1); writers += 3)
            {
                await raw.GetServers()[0].FlushAllDatabasesAsync().ConfigureAwait(false);
                await using RedisStorage storage = await RedisStorage.OpenAsync(options, TimeProvider.System, NullLogger.Instance, cancellation).ConfigureAwait(false);
                long before = await MemoryAsync(raw).ConfigureAwait(false);
                await LogMeasure.RunAsync(storage, reports, batch, writers, cancellation).ConfigureAwait(false);
                double each = (await MemoryAsync(raw).ConfigureAwait(false) - before) / (double)reports.Length;
                Console.WriteLine($"    memory {each:F0} B an observation: {each * 3600 / 1e6:F2} MB an hour for each observation a second");
            }
        }

        await raw.GetServers()[0].FlushAllDatabasesAsync().ConfigureAwait(false);
        await using RedisStorage values = await RedisStorage.OpenAsync(options, TimeProvider.System, NullLogger.Instance, cancellation).ConfigureAwait(false);
        await ValueMeasure.RunAsync(values, raw.GetDatabase(), new RedisKeys(options.KeyPrefix), cancellation).ConfigureAwait(false);
        if (fsync == "always")
        {
            await TakeoverMeasure.RunAsync(values.Leases, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<long> MemoryAsync(ConnectionMultiplexer raw) =>
        long.Parse((await raw.GetServers()[0].InfoAsync("memory").ConfigureAwait(false))[0].First(p => p.Key == "used_memory").Value, System.Globalization.CultureInfo.InvariantCulture);
}
