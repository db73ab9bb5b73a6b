/*
 * Proposes a valid maximum for a new autoscaler: above the replicas of the workload. A maximum that the user has entered is
 * left unchanged.
 */
(function () {
  "use strict";

  const SMALLEST_MAXIMUM = 2;

  function replicasBeside(maximum) {
    for (let element = maximum.parentElement; element; element = element.parentElement) {
      const replicas = element.querySelector("input[name='_.replicas']");
      if (replicas) {
        return replicas;
      }
    }
    return null;
  }

  Behaviour.specify("input[data-above-replicas]", "deploy-workload-autoscaling", 0, (maximum) => {
    const replicas = replicasBeside(maximum);
    let proposed = maximum.value;

    function propose() {
      const count = Number.parseInt(replicas.value, 10) || 1;
      const value = String(Math.max(SMALLEST_MAXIMUM, count + 1));
      if (maximum.value === proposed && value !== proposed) {
        proposed = value;
        maximum.value = value;
        maximum.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }

    if (replicas) {
      replicas.addEventListener("input", propose);
      replicas.addEventListener("change", propose);
      propose();
    }
  });
})();
