using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace TransitHub.Load.Mqtt;

/// <summary><c>mqtt-figures</c>: the table of benchmarks/results/mqtt-ingest.md, both forms of the broker beside each other in one run.</summary>
internal static class MqttFiguresCommand
{
    private static readonly (int Connections, int Qos, int Window)[] Cases =
        [(1, 1, 1), (1, 1, 20), (1, 1, 100), (1, 1, 1_000), (50, 1, 20), (1, 0, 32), (50, 0, 32)];

    public static Command Create()
    {
        Option<double> seconds = new("--seconds") { DefaultValueFactory = _ => 10, Description = "of each case" };
        Command command = new("mqtt-figures", "Measures both forms of the broker in every case, each in a process of its own.") { seconds };
        command.SetAction(async (parsed, _) =>
        {
            Console.WriteLine("| broker | connections | QoS | window | observations/s durable | ack p50 ms | ack p99 ms | server CPU us each | server bytes each |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
            foreach ((int connections, int qos, int window) in Cases)
            {
                foreach (string form in (string[])[MqttServerCommand.Embedded, MqttServerCommand.Interceptor])
                {
                    await MeasureAsync(form, connections, qos, window, parsed.GetValue(seconds));
                }
            }

            return 0;
        });
        return command;
    }

    private static async Task MeasureAsync(string form, int connections, int qos, int window, double seconds)
    {
        string data = Directory.CreateTempSubdirectory("transithub-load-").FullName;
        try
        {
            string[] arguments = ["mqtt-server", "--form", form, "--data", data];
            using Process server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            int port = int.Parse((await server.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            IPEndPoint target = new(IPAddress.Loopback, port);

            // A second of warming up, so that the code is compiled when it counts.
            await MqttCommand.RunAsync(new LoadPlan(target, "load", connections, qos, window, 1));
            LoadResult result = await MqttCommand.RunAsync(new LoadPlan(target, "load", connections, qos, window, seconds));
            server.StandardInput.Close();
            string[] taken = (await server.StandardOutput.ReadToEndAsync()).Split(' ');
            await server.WaitForExitAsync();
            double published = double.Parse(taken[1], CultureInfo.InvariantCulture);
            double durable = result.Rate * (double.Parse(taken[2], CultureInfo.InvariantCulture) / published);
            double cpu = double.Parse(taken[3], CultureInfo.InvariantCulture) / published * 1e6;
            double bytes = double.Parse(taken[4], CultureInfo.InvariantCulture) / published;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {form} | {connections} | {qos} | {window} | {durable:0} | {result.P50Milliseconds:0.0} | {result.P99Milliseconds:0.0} | {cpu:0.0} | {bytes:0} |"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
