using System.CommandLine;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Training;
using TransitHub.Training.Loads;

namespace TransitHub.Benchmarks.Cities;

/// <summary>
/// `load-vbz`: foretells the load of trips that were held out, some stops ahead of where they are, from their load now and from the other
/// trips, and scores it beside plain means.
/// </summary>
internal static class VbzLoadsCommand
{
    private static readonly int[] Aheads = [1, 3, 6, 10];

    private static readonly string[] Methods =
        ["mean of the line and hour", "mean of line, direction, stop and hour", "as full as now", "usual at the stop and time of day", "formula", "**load model, ONNX**"];

    public static Command Create()
    {
        Option<string> loads = new("--loads") { Required = true, Description = "CSV of mean loads by trip and stop, as VBZ publishes them; may be gzipped." };
        Option<int> folds = new("--folds") { DefaultValueFactory = _ => 5, Description = "Parts of the trips, each held out once, 2 to 20." };
        Option<ulong> seed = new("--seed") { DefaultValueFactory = _ => 1, Description = "Which trips are in which part." };
        Option<bool> rounds = new("--hold-out-rounds") { Description = "Trips that a vehicle makes in one round of the day are held out together." };
        Command command = new("load-vbz", "Scores loads foretold for trips that were held out.") { loads, folds, seed, rounds };
        command.SetAction(parsed =>
        {
            int parts = parsed.GetValue(folds);
            if (parts is < 2 or > 20)
            {
                Console.Error.WriteLine("--folds must be 2 to 20.");
                return 1;
            }

            ulong chance = parsed.GetValue(seed);
            bool isByRound = parsed.GetValue(rounds);
            int PartOf(MeanLoadTrip trip) => new SeededDraws(chance, SeededDraws.Of(isByRound ? trip.Circulation : $"{trip.Loads.Line}/{trip.Loads.Direction}/{trip.Loads.Trip}"), 0).Pick(parts);
            Run([.. MeanLoadsFile.Read(parsed.GetValue(loads)!).Select(t => (t, PartOf(t)))], parts);
            return 0;
        });
        return command;
    }

    private static void Run(IReadOnlyList<(MeanLoadTrip Trip, int Part)> trips, int parts)
    {
        LoadScore[,] scores = new LoadScore[Aheads.Length + 1, Methods.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i / Methods.Length, i % Methods.Length] = new LoadScore();
        }

        (int scored, int nearerThanHour, int nearerThanStop) = (0, 0, 0);
        for (int part = 0; part < parts; part++)
        {
            TripLoads[] learned = [.. trips.Where(t => t.Part != part).Select(t => t.Trip.Loads)];
            TripOutlooks model = new(learned, learned);
            using FittedLoadModel network = FittedLoadModel.Fit(model, learned);
            MeanLoads means = new(learned);
            foreach ((MeanLoadTrip trip, _) in trips.Where(t => t.Part == part))
            {
                LoadScore[] own = Score(trip.Loads, trip.Room, model, network, means, scores);
                scored += double.IsNaN(own[^1].Mae) ? 0 : 1;
                nearerThanHour += own[^1].Mae < own[0].Mae ? 1 : 0;
                nearerThanStop += own[^1].Mae < own[1].Mae ? 1 : 0;
            }
        }

        Print(scores);
        Console.WriteLine();
        Console.WriteLine($"Trips on which the load model's mean error is less: than that of the line and hour {nearerThanHour} of {scored}, of the stop and hour {nearerThanStop}.");
    }

    /// <summary>Adds a trip that was held out, and returns the scores of it alone.</summary>
    private static LoadScore[] Score(TripLoads trip, VehicleRoom room, TripOutlooks model, FittedLoadModel network, MeanLoads means, LoadScore[,] scores)
    {
        LoadScore[] own = [.. Methods.Select(_ => new LoadScore())];
        for (int a = 0; a < Aheads.Length; a++)
        {
            for (int i = 0; i + Aheads[a] < trip.Passages.Count; i++)
            {
                LoadPassage truth = trip.Passages[i + Aheads[a]];
                double usual = means.OfStop(trip, truth);
                double[] told =
                [
                    means.OfHour(trip, truth), usual, trip.Passages[i].Load,
                    Or(model.Formula.Usual(trip, i, Aheads[a]), usual), Or(model.Formula.Predict(trip, i, Aheads[a]), usual),
                    model.Of(trip, i, Aheads[a]) is { } outlook ? network.Predict(outlook) : usual,
                ];
                for (int m = 0; m < told.Length; m++)
                {
                    bool isClass = OccupancyScale.Of(told[m], room) == OccupancyScale.Of(truth.Load, room);
                    bool isThird = means.Third(trip.Line, told[m]) == means.Third(trip.Line, truth.Load);
                    foreach (LoadScore score in (LoadScore[])[own[m], scores[a, m], scores[Aheads.Length, m]])
                    {
                        score.Add(told[m], truth.Load, truth.Measurements, isClass, isThird);
                    }
                }
            }
        }

        return own;
    }

    private static double Or(double value, double other) => double.IsNaN(value) ? other : value;

    private static void Print(LoadScore[,] scores)
    {
        Console.WriteLine("| Stops ahead | told by | MAE, riders | RMSE, riders | occupancy class right, % | third right, % | loads |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        for (int a = 0; a <= Aheads.Length; a++)
        {
            for (int m = 0; m < Methods.Length; m++)
            {
                Console.WriteLine($"| {(a < Aheads.Length ? Aheads[a] : "all")} | {Methods[m]} | {scores[a, m].Cells()} |");
            }
        }
    }
}
