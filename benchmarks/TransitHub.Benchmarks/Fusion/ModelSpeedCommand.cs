using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Onnx;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>`model-speed`: rows a second that a model answers on one thread, by batch; seeded rows, five rounds of half a second each.</summary>
internal static class ModelSpeedCommand
{
    private const int Rounds = 5;

    public static Command Create()
    {
        Option<string> model = new("--model") { Required = true, HelpName = "DIR", Description = "The learned model" };
        Command command = new("model-speed", "Rows a second that a learned model answers, by batch.") { model };
        command.SetAction(parsed => Run(parsed.GetValue(model)!));
        return command;
    }

    private static int Run(string folder)
    {
        using OnnxArrivalModel model = OnnxArrivalModel.Load(folder);
        var random = new Random(42);
        float[] rows = [.. Enumerable.Range(0, ArrivalFeatures.MaxBatch * ArrivalFeatures.Count).Select(_ => (float)((random.NextDouble() * 4) - 2))];
        float[] answers = new float[ArrivalFeatures.MaxBatch * ArrivalFeatures.LevelCount];
        foreach (int batch in (int[])[1, 16, 64, 256])
        {
            double[] rates = new double[Rounds];
            long allocated = 0;
            long calls = 0;
            for (int round = 0; round < Rounds; round++)
            {
                model.Predict(rows, batch, answers);
                long before = GC.GetAllocatedBytesForCurrentThread();
                long done = 0;
                var watch = Stopwatch.StartNew();
                while (watch.ElapsedMilliseconds < 500)
                {
                    model.Predict(rows, batch, answers);
                    done++;
                }

                rates[round] = done * batch / watch.Elapsed.TotalSeconds;
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                calls += done;
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"batch {batch}: {string.Join(", ", rates.Select(r => (r / 1000).ToString("F0", CultureInfo.InvariantCulture)))} thousand rows/s, {(double)allocated / calls:F0} B a call"));
        }

        return 0;
    }
}
