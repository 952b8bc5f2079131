// model: a value that may be absent and is kept aside when present, so that a stage with few keys stays small.
#pragma once
#include <memory>
#include <utility>

namespace v2v::model {

/// Like std::optional, one pointer wide. Copies copy the value.
template <class T>
class Boxed {
 public:
  Boxed() = default;
  Boxed(T value) : box_(std::make_unique<T>(std::move(value))) {}  // NOLINT: a value is one that is there
  Boxed(const Boxed& other) : box_(other.box_ ? std::make_unique<T>(*other.box_) : nullptr) {}
  Boxed(Boxed&&) noexcept = default;
  Boxed& operator=(Boxed other) noexcept {
    box_ = std::move(other.box_);
    return *this;
  }
  ~Boxed() = default;

  explicit operator bool() const { return box_ != nullptr; }
  bool has_value() const { return box_ != nullptr; }
  void reset() { box_.reset(); }
  T& operator*() { return *box_; }
  const T& operator*() const { return *box_; }
  T* operator->() { return box_.get(); }
  const T* operator->() const { return box_.get(); }

 private:
  std::unique_ptr<T> box_;
};

}  // namespace v2v::model
