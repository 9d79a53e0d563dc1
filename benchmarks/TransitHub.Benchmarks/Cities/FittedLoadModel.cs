using TransitHub.Core.Fusion.Loads;
using TransitHub.Onnx;
using TransitHub.Training;
using TransitHub.Training.Export;
using TransitHub.Training.Fitting;
using TransitHub.Training.Loads;

namespace TransitHub.Benchmarks.Cities;

/// <summary>A model of loads, run by ONNX Runtime. One fitted here is written as it would be shipped; its folder goes with it.</summary>
internal sealed class FittedLoadModel : IDisposable
{
    /// <summary>One in so many trips says when to stop.</summary>
    private const int StopPart = 6;

    private readonly string? folder;
    private readonly float[] row = new float[LoadFeatures.Count];
    private readonly float[] answer = new float[LoadFeatures.LevelCount];

    private FittedLoadModel(OnnxLoadModel model, string? folder)
    {
        this.Model = model;
        this.folder = folder;
    }

    public OnnxLoadModel Model { get; }

    /// <summary>One that was trained before.</summary>
    public static FittedLoadModel Load(string folder) => new(OnnxLoadModel.Load(folder), null);

    /// <summary>Fits to trips, none of which is scored.</summary>
    public static FittedLoadModel Fit(TripOutlooks outlooks, IReadOnlyList<TripLoads> learned)
    {
        ILookup<bool, TripLoads> parts = learned.ToLookup(t => new SeededDraws(5, SeededDraws.Of($"{t.Line}/{t.Direction}/{t.Day}/{t.Trip}"), 0).Pick(StopPart) == 0);
        return Fit([.. outlooks.Rows(parts[false])], [.. outlooks.Rows(parts[true])]);
    }

    /// <summary>Fits to rows.</summary>
    public static FittedLoadModel Fit(IReadOnlyList<LoadRow> fit, IReadOnlyList<LoadRow> stop)
    {
        QuantileNetwork network = LoadFit.Run(fit, stop, LoadFeatures.OfTheCalendar, new FitOptions(), null, CancellationToken.None).Network;
        string folder = Directory.CreateTempSubdirectory("transithub-load-model-").FullName;
        float[] first = new float[LoadFeatures.LevelCount];
        network.Predict(stop[0].Features(), first);
        ModelFolder.Write(
            folder, NetworkGraph.Encode(network, "load-ahead"), ModelCard.OfLoads(NetworkGraph.Input, NetworkGraph.Output), "# A benchmark's own\n",
            new ModelSample { Inputs = [stop[0].Features()], Outputs = [first] });
        return new FittedLoadModel(OnnxLoadModel.Load(folder), folder);
    }

    /// <summary>The median, riders.</summary>
    public double Predict(in LoadOutlook outlook)
    {
        LoadFeatures.Write(outlook, this.row);
        this.Answer(this.row, this.answer);
        return Math.Max(0, outlook.Formula + (LoadFeatures.UnitOf(outlook.Formula) * this.answer[LoadFeatures.LevelCount / 2]));
    }

    /// <summary>The quantiles of one row.</summary>
    public void Answer(float[] features, float[] quantiles) => this.Model.Predict(features, 1, quantiles);

    public void Dispose()
    {
        this.Model.Dispose();
        if (this.folder is { } own)
        {
            Directory.Delete(own, recursive: true);
        }
    }
}
